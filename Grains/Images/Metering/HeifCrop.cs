namespace RetailPulse.Grains.Images.Metering;

/// <summary>The clean aperture: ISO/IEC 14496-12, 12.1.4. Its sides are fractions, and rounded as libheif does.</summary>
internal static class HeifCrop
{
    /// <summary>The size of what is left of <paramref name="whole"/>; <see langword="null"/> when that is nothing or more.</summary>
    public static PixelSize? Apply(PixelSize whole, ReadOnlySpan<byte> content)
    {
        var box = new ByteCursor(content);
        var (width, height) = (TakeSide(ref box), TakeSide(ref box));
        // The two offsets from the center change nothing.
        box.Take(16);
        return !box.Broken && width > 0 && height > 0 && width <= whole.Width && height <= whole.Height
            ? new((uint)width, (uint)height)
            : null;
    }

    private static ulong TakeSide(ref ByteCursor box)
    {
        var (numerator, denominator) = (box.Number(4), box.Number(4));
        return denominator == 0 ? 0 : (numerator + denominator / 2) / denominator;
    }
}
