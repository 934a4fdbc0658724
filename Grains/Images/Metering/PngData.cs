namespace RetailPulse.Grains.Images.Metering;

/// <summary>Checks how much data the chunks of a PNG can contain (W3C PNG, third edition, sections 5.3, 7.2 and 10).</summary>
internal static class PngData
{
    // The longest match of Deflate, 258 bytes, takes at least two bits: RFC 1951, 3.2.5.
    private const long BestRatio = 1_032;

    /// <summary>Returns whether a chunk's type consists of four letters.</summary>
    public static bool IsType(uint type) =>
        char.IsAsciiLetter((char)(type >> 24))
        && char.IsAsciiLetter((char)(type >> 16 & 0xFF))
        && char.IsAsciiLetter((char)(type >> 8 & 0xFF))
        && char.IsAsciiLetter((char)(type & 0xFF));

    /// <summary>Returns the minimum number of bytes of an uncompressed image of this size.</summary>
    /// <param name="interlaced">Whether the rows are divided among seven passes, each with one byte per row in addition.</param>
    public static long MinBytes(PixelSize size, int bitsPerPixel, bool interlaced) =>
        interlaced
            ? ((long)size.Width * size.Height * bitsPerPixel + 7) / 8
            : (((long)size.Width * bitsPerPixel + 7) / 8 + 1) * size.Height;

    /// <summary>Returns whether <paramref name="compressed"/> bytes can contain <paramref name="least"/> uncompressed ones.</summary>
    public static bool Holds(long compressed, long least) => compressed >= (least + BestRatio - 1) / BestRatio;
}
