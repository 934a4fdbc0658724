using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>What the walk through one format's structure found. It counts only if the walk did not overrun the stream.</summary>
internal readonly record struct Finding(ImageReason Reason, PixelSize Size)
{
    public static readonly Finding Corrupt = new(ImageReason.Corrupt, default);
    public static readonly Finding TooLarge = new(ImageReason.TooLarge, default);
    public static readonly Finding Unsupported = new(ImageReason.UnsupportedFormat, default);

    public static Finding Sound(PixelSize size) => size.Allowed ? new(ImageReason.None, size) : TooLarge;

    public Metering As(string format) => new(Reason, format, (int)Size.Width, (int)Size.Height);
}
