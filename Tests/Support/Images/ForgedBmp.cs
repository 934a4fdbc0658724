using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Support.Images;

/// <summary>BMP files of every header generation, with meaningless pixels.</summary>
internal static class ForgedBmp
{
    public static byte[] File(
        uint headerLength,
        int width,
        int height,
        int bits = 24,
        uint compression = 0,
        byte[]? pixels = null,
        uint dataLength = 0
    )
    {
        pixels ??= Noise((width * bits + 31) / 32 * 4 * Math.Abs(height));
        var header =
            headerLength == 12
                ? Join(Little16(width), Little16(height), Little16(1), Little16(bits))
                : Join(
                    Little32((uint)width),
                    Little32((uint)height),
                    Little16(1),
                    Little16(bits),
                    Little32(compression),
                    Little32(dataLength)
                );
        Array.Resize(ref header, (int)headerLength - 4);
        var start = 14 + headerLength + 8;
        return Join(Ascii("BM"), Zeros(8), Little32(start), Little32(headerLength), header, Zeros(8), pixels);
    }

    /// <summary>The same image without the place of its pixels, which then follow the masks and colors.</summary>
    public static byte[] WithoutPlace(byte[] image, uint headerLength, int tables = 0)
    {
        var start = 14 + (int)headerLength;
        return Join(image[..10], Zeros(4), image[14..start], Noise(tables), image[(start + 8)..]);
    }
}
