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

    /// <summary>Asserts that the image is truncated at every cut after the bytes that show its format.</summary>
    public static async Task IsTruncatedAtEveryCutAsync(byte[] image, params int[] harmless)
    {
        var recognizable = Recognizable(image);
        for (var length = 1; length < image.Length; length++)
            await RefusesAsync(
                image[..length],
                length < recognizable ? ImageReason.NotAnImage
                    : harmless.Contains(length) ? ImageReason.None
                    : ImageReason.Truncated
            );
    }

    // Three bytes of the signature. That of BMP has two, and then zeros from the 16th.
    private static int Recognizable(byte[] image) => image.AsSpan().StartsWith("BM"u8) ? 16 : 3;

    public static async Task RefusesAsync(byte[] content, ImageReason reason) => Assert.Equal(reason, (await BytesAsync(content)).Reason);
}
