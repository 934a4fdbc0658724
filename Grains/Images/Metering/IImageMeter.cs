using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Measures an image while its bytes are streamed: reads its size and checks its structure to the end.</summary>
internal interface IImageMeter
{
    /// <summary>Measures the image in <paramref name="body"/>, forward-only, and reads no further than the end of the image.</summary>
    /// <remarks>Any bytes lead to a result. Only exceptions of <paramref name="body"/> itself are passed on.</remarks>
    ValueTask<MeterResult> MeasureAsync(Stream body, CancellationToken cancellationToken);
}

/// <summary>The result of measuring an image.</summary>
/// <param name="Reason">
/// <see cref="ImageReason.None"/>, or one of <see cref="ImageReason.TooLarge"/> to <see cref="ImageReason.Corrupt"/>.
/// </param>
/// <param name="Format">Format of the content, such as <c>jpeg</c>; <see langword="null"/> if unknown.</param>
/// <param name="Width">Width in pixels; 0 unless measured.</param>
/// <param name="Height">Height in pixels; 0 unless measured.</param>
internal readonly record struct MeterResult(ImageReason Reason, string? Format, int Width, int Height)
{
    public static MeterResult Failed(ImageReason reason, string? format = null) => new(reason, format, 0, 0);
}
