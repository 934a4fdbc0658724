using System.Buffers.Binary;
using NetVips;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedPng;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

internal static class VipsPngs
{
    public static readonly Dictionary<string, Func<Image, byte[]>> Kinds = new()
    {
        ["rgb"] = picture => picture.PngsaveBuffer(),
        ["rgb interlaced"] = picture => picture.PngsaveBuffer(interlace: true),
        ["rgb 16 bit"] = picture => picture.Deep().PngsaveBuffer(),
        ["rgb uncompressed"] = picture => picture.PngsaveBuffer(compression: 0),
        ["rgb and alpha"] = picture => picture.WithAlpha().PngsaveBuffer(),
        ["rgb and alpha 16 bit"] = picture => picture.Deep().WithAlpha().PngsaveBuffer(),
        ["grey"] = picture => picture.Grey().PngsaveBuffer(),
        ["grey 1 bit"] = picture => picture.Grey().PngsaveBuffer(bitdepth: 1),
        ["grey 2 bit"] = picture => picture.Grey().PngsaveBuffer(bitdepth: 2),
        ["grey 4 bit interlaced"] = picture => picture.Grey().PngsaveBuffer(bitdepth: 4, interlace: true),
        ["grey 16 bit interlaced"] = picture => picture.Grey().Deep().PngsaveBuffer(interlace: true),
        ["grey and alpha"] = picture => picture.Grey().WithAlpha().PngsaveBuffer(),
        ["palette 1 bit"] = picture => picture.PngsaveBuffer(palette: true, bitdepth: 1),
        ["palette 4 bit interlaced"] = picture => picture.PngsaveBuffer(palette: true, bitdepth: 4, interlace: true),
        ["palette and alpha"] = picture => picture.WithAlpha().PngsaveBuffer(palette: true),
        ["with profile"] = picture => picture.PngsaveBuffer(profile: "srgb"),
        ["animated"] = Animated,
    };

    // Two frames with the same pixels: PNG, third edition, section 4.9.
    private static byte[] Animated(Image picture)
    {
        var (width, height) = ((uint)picture.Width, (uint)picture.Height);
        var pixels = Content(picture.PngsaveBuffer(), "IDAT");
        return Join(
            Signature,
            Header(width, height),
            Chunk("acTL", Join(Big32(2), Big32(0))),
            Chunk("fcTL", FrameControl(0, width, height)),
            Chunk("IDAT", pixels),
            Chunk("fcTL", FrameControl(1, width, height)),
            Chunk("fdAT", Join(Big32(2), pixels)),
            End
        );
    }

    private static byte[] FrameControl(uint sequence, uint width, uint height) =>
        Join(Big32(sequence), Big32(width), Big32(height), Zeros(8), Big16(1), Big16(10), Zeros(2));

    private static byte[] Content(byte[] file, string type)
    {
        var content = new List<byte>();
        for (var at = Signature.Length; at < file.Length; )
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (file.AsSpan(at + 4, 4).SequenceEqual(Ascii(type)))
                content.AddRange(file.AsSpan(at + 8, length));
            at += length + 12;
        }
        return [.. content];
    }
}
