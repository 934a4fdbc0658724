using NetVips;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

internal static class VipsGifs
{
    public static readonly Dictionary<string, Func<Image, byte[]>> Kinds = new()
    {
        ["still"] = picture => picture.GifsaveBuffer(effort: 1),
        ["interlaced"] = picture => picture.GifsaveBuffer(effort: 1, interlace: true),
        ["2 bit"] = picture => picture.GifsaveBuffer(effort: 1, bitdepth: 2),
        ["with alpha"] = picture => picture.WithAlpha().GifsaveBuffer(effort: 1),
        ["animated"] = picture => picture.Pages().GifsaveBuffer(effort: 1),
        ["animated with a palette per frame"] = picture =>
            picture.Pages().GifsaveBuffer(effort: 1, keepDuplicateFrames: true, interpaletteMaxerror: 0),
    };
}
