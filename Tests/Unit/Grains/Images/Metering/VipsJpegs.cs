using NetVips;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

internal static class VipsJpegs
{
    public static readonly Dictionary<string, Func<Image, byte[]>> Kinds = new()
    {
        ["baseline"] = picture => picture.JpegsaveBuffer(),
        ["progressive"] = picture => picture.JpegsaveBuffer(interlace: true),
        ["grey"] = picture => picture.Grey().JpegsaveBuffer(),
        ["grey progressive"] = picture => picture.Grey().JpegsaveBuffer(interlace: true),
        ["cmyk"] = picture => picture.Inks().JpegsaveBuffer(),
        ["4:4:4"] = picture => picture.JpegsaveBuffer(subsampleMode: Enums.ForeignSubsample.Off),
        ["4:2:0"] = picture => picture.JpegsaveBuffer(subsampleMode: Enums.ForeignSubsample.On),
        ["restart intervals"] = picture => picture.JpegsaveBuffer(restartInterval: 1),
        ["optimized"] = picture =>
            picture.JpegsaveBuffer(q: 95, optimizeCoding: true, optimizeScans: true, interlace: true, trellisQuant: true),
        ["with baggage"] = picture => picture.WithBaggage().JpegsaveBuffer(),
    };
}
