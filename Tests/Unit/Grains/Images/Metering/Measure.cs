using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>The meter, as the tests of its formats ask it.</summary>
internal static class Measure
{
    private static readonly Meter Meter = new();

    public static ValueTask<Found> BytesAsync(byte[] content) =>
        Meter.MeasureAsync(new MemoryStream(content, writable: false), CancellationToken.None);

    public static ValueTask<Found> SplitAsync(byte[] content, params int[] lengths) =>
        Meter.MeasureAsync(new SplitStream(content, lengths), CancellationToken.None);

    public static async Task FindsAsync(byte[] content, string format, int width, int height) =>
        Assert.Equal(new Found(ImageReason.None, format, width, height), await BytesAsync(content));

    public static async Task RefusesAsync(byte[] content, ImageReason reason) => Assert.Equal(reason, (await BytesAsync(content)).Reason);
}
