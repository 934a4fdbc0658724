namespace RetailPulse.Grains.Images.Metering;

/// <summary>The size that an image's header claims, in pixels.</summary>
internal readonly record struct PixelSize(uint Width, uint Height)
{
    public const int MaxSide = 65_535;
    public const int MaxPixels = 500_000_000;

    /// <summary>Whether an image of this size is measured at all.</summary>
    public bool Allowed => Width is > 0 and <= MaxSide && Height is > 0 and <= MaxSide && (ulong)Width * Height <= MaxPixels;
}
