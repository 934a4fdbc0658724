using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Reads the size of an image from its bytes and walks its structure to the end, without holding it.</summary>
internal interface IImageMeter
{
    /// <summary>
    /// Measures what <paramref name="body"/> holds, forward-only, reading no further than the image's own end. Regardless of what the bytes
    /// are, it answers; only what <paramref name="body"/> itself throws passes through.
    /// </summary>
    ValueTask<Metering> MeasureAsync(Stream body, CancellationToken cancellationToken);
}

/// <summary>What the meter found.</summary>
/// <param name="Reason"><see cref="ImageReason.None"/>, or one of <see cref="ImageReason.TooLarge"/> to <see cref="ImageReason.Corrupt"/>.</param>
/// <param name="Format">What the content is, such as <c>jpeg</c>; <see langword="null"/> when unknown.</param>
/// <param name="Width">In pixels; 0 unless measured.</param>
/// <param name="Height">In pixels; 0 unless measured.</param>
internal readonly record struct Metering(ImageReason Reason, string? Format, int Width, int Height)
{
    public static Metering Failed(ImageReason reason, string? format = null) => new(reason, format, 0, 0);
}
