using System.IO.Hashing;
using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Support.Images;

/// <summary>PNG files with sound structure and meaningless pixels.</summary>
internal static class ForgedPng
{
    public static readonly byte[] Signature = [0x89, .. "PNG\r\n\x1A\n"u8];
    public static readonly byte[] End = Chunk("IEND", []);

    public static byte[] Chunk(string type, byte[] content)
    {
        var typed = Join(Ascii(type), content);
        return Join(Big32((uint)content.Length), typed, Big32(Crc32.HashToUInt32(typed)));
    }

    public static byte[] Header(uint width, uint height, byte depth = 8, byte colour = 2) =>
        Chunk("IHDR", Join(Big32(width), Big32(height), [depth, colour, 0, 0, 0]));

    /// <summary>Returns somewhat more bytes than pixels of this size could be compressed to.</summary>
    public static byte[] Pixels(uint width, uint height) =>
        Noise((int)(Math.Min((ulong)width * height, 500_000_000) * 3 / 1_032 + Math.Min(height, 65_535) / 1_032) + 90);

    public static byte[] File(uint width, uint height) =>
        Join(
            Signature,
            Header(width, height),
            Chunk("tEXt", Noise(50)),
            Chunk("IDAT", Pixels(width, height)),
            Chunk("IDAT", Noise(20)),
            End
        );

    public static byte[] Animated(uint width, uint height) =>
        Join(
            Signature,
            Header(width, height),
            Chunk("acTL", Zeros(8)),
            Chunk("IDAT", Pixels(width, height)),
            Chunk("fdAT", Noise(40)),
            End
        );
}
