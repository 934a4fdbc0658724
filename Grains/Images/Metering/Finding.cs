using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>What the walk through one format's structure found. It counts only if the walk did not overrun the stream.</summary>
/// <param name="Format">The format, when the walk tells it more closely than the bytes that the file begins with.</param>
internal readonly record struct Finding(ImageReason Reason, PixelSize Size, string? Format = null)
{
    public static readonly Finding Corrupt = new(ImageReason.Corrupt, default);
    public static readonly Finding TooLarge = new(ImageReason.TooLarge, default);
    public static readonly Finding Unsupported = new(ImageReason.UnsupportedFormat, default);
    public static readonly Finding Truncated = new(ImageReason.Truncated, default);

    public static Finding Sound(PixelSize size) => size.Allowed ? new(ImageReason.None, size) : TooLarge;

    /// <summary>Returns the meter's result for a file that began as one of <paramref name="format"/>.</summary>
    /// <param name="overran">Whether the walk went beyond the file's end.</param>
    public Metering As(string format, bool overran) => overran
        ? Metering.Failed(ImageReason.Truncated, Format ?? format)
        : new(Reason, Format ?? format, (int)Size.Width, (int)Size.Height);
}
