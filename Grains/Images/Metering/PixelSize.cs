namespace RetailPulse.Grains.Images.Metering;

/// <summary>The size in an image's header, in pixels.</summary>
internal readonly record struct PixelSize(uint Width, uint Height)
{
    public const int MaxSide = 65_535;
    public const int MaxPixels = 500_000_000;

    /// <summary>Whether images of this size are measured.</summary>
    public bool Allowed => Width is > 0 and <= MaxSide && Height is > 0 and <= MaxSide && (ulong)Width * Height <= MaxPixels;
}
