namespace RetailPulse.Grains.Images.Metering;

/// <summary>Computes the clean aperture (ISO/IEC 14496-12, 12.1.4). Its sides are fractions, which are rounded as in libheif.</summary>
internal static class HeifCrop
{
    /// <summary>
    /// Returns the size of <paramref name="whole"/> after cropping; <see langword="null"/> if it is empty or larger than before.
    /// </summary>
    public static PixelSize? Apply(PixelSize whole, ReadOnlySpan<byte> content)
    {
        var box = new ByteReader(content);
        var (width, height) = (ReadSide(ref box), ReadSide(ref box));
        // The two offsets from the center do not affect the size.
        box.Read(16);
        return !box.Broken && width > 0 && height > 0 && width <= whole.Width && height <= whole.Height
            ? new((uint)width, (uint)height)
            : null;
    }

    private static ulong ReadSide(ref ByteReader box)
    {
        var (numerator, denominator) = (box.Number(4), box.Number(4));
        return denominator == 0 ? 0 : (numerator + denominator / 2) / denominator;
    }
}
