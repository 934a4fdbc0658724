namespace RetailPulse.Grains.Images.Metering;

/// <summary>What the chunks of a PNG can hold. Source: W3C PNG, third edition, sections 5.3, 7.2 and 10.</summary>
internal static class PngData
{
    // Deflate's longest match, 258 bytes, takes two bits at least: RFC 1951, 3.2.5.
    private const long BestRatio = 1_032;

    /// <summary>Whether a chunk's type consists of four letters.</summary>
    public static bool IsType(uint type) =>
        char.IsAsciiLetter((char)(type >> 24)) && char.IsAsciiLetter((char)(type >> 16 & 0xFF))
        && char.IsAsciiLetter((char)(type >> 8 & 0xFF)) && char.IsAsciiLetter((char)(type & 0xFF));

    /// <summary>The fewest bytes that an image of this size has before it is compressed.</summary>
    /// <param name="interlaced">Whether the rows are divided among seven passes, which then begin with a byte for each of their rows.</param>
    public static long Least(PixelSize size, int bitsPerPixel, bool interlaced) => interlaced
        ? ((long)size.Width * size.Height * bitsPerPixel + 7) / 8
        : (((long)size.Width * bitsPerPixel + 7) / 8 + 1) * size.Height;

    /// <summary>Whether <paramref name="compressed"/> bytes can hold <paramref name="least"/> ones.</summary>
    public static bool Holds(long compressed, long least) => compressed >= (least + BestRatio - 1) / BestRatio;
}
