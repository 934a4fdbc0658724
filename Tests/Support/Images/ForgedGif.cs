using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Support.Images;

/// <summary>GIF files with sound structure and meaningless pixels.</summary>
internal static class ForgedGif
{
    public static readonly byte[] Trailer = [0x3B];
    public static readonly byte[] Comment = Join([0x21, 0xFE], SubBlocks(40));

    public static byte[] Screen(int width, int height, int colourBits = 2, string version = "GIF89a") =>
        Join(Ascii(version), Little16(width), Little16(height), [(byte)(0x80 | (colourBits - 1)), 0, 0], Noise(3 << colourBits));

    public static byte[] Image(int colourBits = 0) => Image(0, 0, 9, 7, colourBits);

    public static byte[] Image(int left, int top, int width, int height, int colourBits = 0, int data = 300) =>
        Join(
            [0x2C],
            Little16(left),
            Little16(top),
            Little16(width),
            Little16(height),
            [(byte)(colourBits == 0 ? 0 : 0x80 | (colourBits - 1))],
            colourBits == 0 ? [] : Noise(3 << colourBits),
            [8],
            SubBlocks(data)
        );

    public static byte[] SubBlocks(int length) =>
        [.. Noise(length).Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0];

    public static byte[] File(int width, int height) =>
        Join(Screen(width, height), Comment, Within(width, height), Within(width, height, 3), Trailer);

    /// <summary>The lengths to which such a file can be cut so that it still ends between two blocks, after a whole frame.</summary>
    public static int[] CleanCuts(byte[] file) => [file.Length - 1 - Image(3).Length, file.Length - 1];

    private static byte[] Within(int width, int height, int colourBits = 0) =>
        Image(0, 0, Math.Min(width, 9), Math.Min(height, 7), colourBits);
}
