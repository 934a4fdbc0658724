namespace RetailPulse.Grains.Images.Metering;

/// <summary>The most pixels that GIF's compressed data can hold. Source: CompuServe, GIF89a, appendix F.</summary>
internal static class GifData
{
    private const long MaxCodes = 4_096;

    /// <summary>Whether <paramref name="length"/> bytes of data can hold all pixels of a frame, and there are any.</summary>
    /// <param name="codeSize">The minimum code size; a code takes one bit more.</param>
    public static bool Holds(long length, int codeSize, PixelSize frame)
    {
        var codes = 8 * length / (codeSize + 1);

        // Each code stands for at most one pixel more than the one before, until the table is full.
        var growing = Math.Min(codes, MaxCodes);
        var pixels = growing * (growing + 1) / 2 + (codes - growing) * MaxCodes;
        return length > 0 && pixels >= (long)frame.Width * frame.Height;
    }
}
