using System.Buffers.Binary;

namespace RetailPulse.Benchmarks.Origin;

/// <summary>
/// Makes a baseline JPEG (ITU-T T.81) of an exact number of bytes, the same every time: grey noise, which any decoder reads. About
/// 20 bytes a block, as in a photograph; what the blocks leave over is a comment.
/// </summary>
internal static class SampleJpeg
{
    public const int Least = 512;

    private const int BytesPerBlock = 20;
    private const int LongestSegment = 65_533;

    /// <param name="bytes">At least <see cref="Least"/>.</param>
    /// <param name="seed">Seed of the noise.</param>
    public static byte[] Create(int bytes, int seed = 1)
    {
        // 8 × 8 pixels a block; side: blocks in a row and rows of them. T.81 has at most 65,535 pixels a side.
        for (var side = Math.Min(8191, (int)Math.Sqrt(bytes / BytesPerBlock)); ; side--)
        {
            byte[] image = [.. Header(8 * side), .. new SampleScan(seed).Encode(side * side), 0xFF, 0xD9];
            if (bytes - image.Length >= 4)
                return [.. image[..2], .. Comments(bytes - image.Length), .. image[2..]];
        }
    }

    private static byte[] Header(int side) =>
        [
            0xFF,
            0xD8,
            .. Segment(0xE0, [.. "JFIF"u8, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
            .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]),
            .. Segment(0xC0, [8, .. BigEndian(side), .. BigEndian(side), 1, 1, 0x11, 0]),
            .. Segment(0xC4, [0x00, .. SampleScan.CodesPerLength(SampleScan.DcSymbols), .. SampleScan.DcSymbols]),
            .. Segment(0xC4, [0x10, .. SampleScan.CodesPerLength(SampleScan.AcSymbols), .. SampleScan.AcSymbols]),
            .. Segment(0xDA, [1, 1, 0x00, 0, 63, 0]),
        ];

    /// <summary>Returns comment segments of a number of bytes in total, at least 4.</summary>
    private static byte[] Comments(int bytes)
    {
        if (bytes <= 4 + LongestSegment)
            return Segment(0xFE, new byte[bytes - 4]);

        // The last one must be left its own 4 bytes.
        return [.. Segment(0xFE, new byte[LongestSegment - 4]), .. Comments(bytes - LongestSegment)];
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, .. BigEndian(content.Length + 2), .. content];

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
