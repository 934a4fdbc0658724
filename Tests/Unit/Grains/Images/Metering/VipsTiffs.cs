using NetVips;
using Compression = NetVips.Enums.ForeignTiffCompression;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

internal static class VipsTiffs
{
    public static readonly Dictionary<string, Func<Image, byte[]>> Kinds = new()
    {
        ["strips"] = picture => picture.TiffsaveBuffer(),
        ["lzw"] = picture => picture.TiffsaveBuffer(compression: Compression.Lzw, predictor: Enums.ForeignTiffPredictor.Horizontal),
        ["deflate"] = picture => picture.TiffsaveBuffer(compression: Compression.Deflate),
        ["packbits"] = picture => picture.TiffsaveBuffer(compression: Compression.Packbits),
        ["jpeg"] = picture => picture.TiffsaveBuffer(compression: Compression.Jpeg),
        ["webp"] = picture => picture.TiffsaveBuffer(compression: Compression.Webp),
        ["ccitt"] = picture => picture.Grey().TiffsaveBuffer(compression: Compression.Ccittfax4, bitdepth: 1),
        ["4 bit"] = picture => picture.Grey().TiffsaveBuffer(bitdepth: 4),
        ["16 bit"] = picture => picture.Deep().TiffsaveBuffer(compression: Compression.Deflate),
        ["float"] = picture => picture.Cast(Enums.BandFormat.Float).TiffsaveBuffer(compression: Compression.Deflate),
        ["cmyk"] = picture => picture.Inks().TiffsaveBuffer(),
        ["with alpha"] = picture => picture.WithAlpha().TiffsaveBuffer(),
        ["with baggage"] = picture => picture.WithBaggage().TiffsaveBuffer(),
        ["tiles"] = picture => picture.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 32),
        ["tiles, jpeg"] = picture => picture.TiffsaveBuffer(compression: Compression.Jpeg, tile: true, tileWidth: 16, tileHeight: 16),
        ["pyramid"] = picture => picture.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16, pyramid: true),
        ["pyramid in sub-directories"] = picture =>
            picture.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16, pyramid: true, subifd: true),
        ["pages"] = picture => picture.Pages().TiffsaveBuffer(),
        ["big"] = picture => picture.TiffsaveBuffer(bigtiff: true),
        ["big, tiles, deflate"] = picture =>
            picture.TiffsaveBuffer(compression: Compression.Deflate, bigtiff: true, tile: true, tileWidth: 16, tileHeight: 16),
        ["big-endian"] = picture => VipsTiffWriter.File(picture, bigEndian: true, big: false, directoryFirst: false),
        ["big-endian, directory first"] = picture => VipsTiffWriter.File(picture, bigEndian: true, big: false, directoryFirst: true),
        ["little-endian, directory first"] = picture => VipsTiffWriter.File(picture, bigEndian: false, big: false, directoryFirst: true),
        ["big, big-endian"] = picture => VipsTiffWriter.File(picture, bigEndian: true, big: true, directoryFirst: false),
        ["big, big-endian, directory first"] = picture => VipsTiffWriter.File(picture, bigEndian: true, big: true, directoryFirst: true),
    };
}
