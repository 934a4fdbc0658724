using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The result of the walk through the structure of one format. It is valid only if the walk did not overrun the stream.</summary>
/// <param name="Format">Format, if the walk determined it more precisely than the signature.</param>
internal readonly record struct WalkResult(ImageReason Reason, PixelSize Size, string? Format = null)
{
    public static readonly WalkResult Corrupt = new(ImageReason.Corrupt, default);
    public static readonly WalkResult TooLarge = new(ImageReason.TooLarge, default);
    public static readonly WalkResult Unsupported = new(ImageReason.UnsupportedFormat, default);
    public static readonly WalkResult Truncated = new(ImageReason.Truncated, default);

    public static WalkResult Sound(PixelSize size) => size.Allowed ? new(ImageReason.None, size) : TooLarge;

    /// <summary>Returns the meter's result for a file with the signature of <paramref name="format"/>.</summary>
    /// <param name="overran">Whether the walk went beyond the end of the file.</param>
    public MeterResult As(string format, bool overran) =>
        overran
            ? MeterResult.Failed(ImageReason.Truncated, Format ?? format)
            : new(Reason, Format ?? format, (int)Size.Width, (int)Size.Height);
}
