using NetVips;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

internal static class VipsWebPs
{
    public static readonly Dictionary<string, Func<Image, byte[]>> Kinds = new()
    {
        ["lossy"] = picture => picture.WebpsaveBuffer(effort: 0),
        ["lossless"] = picture => picture.WebpsaveBuffer(effort: 0, lossless: true),
        ["nearly lossless"] = picture => picture.WebpsaveBuffer(effort: 0, nearLossless: true),
        ["lossy with alpha"] = picture => picture.WithAlpha().WebpsaveBuffer(effort: 0),
        ["lossless with alpha"] = picture => picture.WithAlpha().WebpsaveBuffer(effort: 0, lossless: true),
        ["with baggage"] = picture => picture.WithBaggage().WebpsaveBuffer(effort: 0),
        ["animated"] = picture => picture.Pages().WebpsaveBuffer(effort: 0),
        ["animated, lossless with alpha"] = picture => picture.WithAlpha().Pages().WebpsaveBuffer(effort: 0, lossless: true),
    };
}
