using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Support.Images;

/// <summary>WebP files with sound structure and meaningless pixels.</summary>
internal static class ForgedWebP
{
    public static byte[] Chunk(string type, byte[] content) =>
        Join(Ascii(type), Little32((uint)content.Length), content, Zeros(content.Length & 1));

    public static byte[] Riff(params byte[][] chunks)
    {
        var content = Join(chunks);
        return Join(Ascii("RIFF"), Little32((uint)content.Length + 4), Ascii("WEBP"), content);
    }

    public static byte[] Lossy(int width, int height, int payload = 51) =>
        Chunk("VP8 ", Join(Little24(0x10 | 20 << 5), [0x9D, 0x01, 0x2A], Little16(width), Little16(height), Noise(payload)));

    public static byte[] Lossless(int width, int height) =>
        Chunk("VP8L", Join([0x2F], Little32((uint)(width - 1 | (height - 1) << 14)), Noise(30)));

    public static byte[] Canvas(int width, int height, byte flags = 0) =>
        Chunk("VP8X", Join([flags, 0, 0, 0], Little24(width - 1), Little24(height - 1)));

    public static byte[] Frame(int x, int y, int width, int height) =>
        Chunk(
            "ANMF",
            Join(Little24(x / 2), Little24(y / 2), Little24(width - 1), Little24(height - 1), Little24(100), [0], Lossy(width, height))
        );

    public static byte[] Animated(int width, int height) =>
        Riff(Canvas(width, height, 2), Chunk("ANIM", Zeros(6)), Frame(0, 0, width, height), Frame(2, 0, width - 2, height));
}
