using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The frame header of a JPEG, and the minimum size of its scans (ITU-T T.81, B.2.2, B.2.3 and A.2).</summary>
internal sealed class JpegFrame
{
    /// <summary>Maximum length of a frame header in bytes.</summary>
    public const int MaxLength = HeadLength + EntryLength * byte.MaxValue;

    private const int HeadLength = 6;
    private const int EntryLength = 3;
    private const int BlockSide = 8;
    private const int MaxFactor = 4;

    private readonly bool progressive;
    private readonly bool arithmetic;
    private readonly byte[] entries;
    private readonly int maxAcross;
    private readonly int maxDown;

    private JpegFrame(byte marker, ReadOnlySpan<byte> segment)
    {
        (progressive, arithmetic) = ((marker & 3) == 2, marker > 0xC8);
        Size = new(ReadUInt16BigEndian(segment[3..]), ReadUInt16BigEndian(segment[1..]));
        entries = segment[HeadLength..].ToArray();
        for (var at = 1; at < entries.Length; at += EntryLength)
            (maxAcross, maxDown) = (Math.Max(maxAcross, entries[at] >> 4), Math.Max(maxDown, entries[at] & 15));
    }

    // With a height of 0, a DNL segment after the first scan contains the height (B.2.5). No common decoder reads it, so the height counts
    // as missing.
    public PixelSize Size { get; }

    public int Components => entries.Length / EntryLength;

    /// <summary>Reads a frame header; <see langword="null"/> if it contradicts itself.</summary>
    public static JpegFrame? Read(byte marker, ReadOnlySpan<byte> segment)
    {
        if (
            segment.Length < HeadLength
            || segment[0] is not (8 or 12)
            || segment[5] == 0
            || segment.Length != HeadLength + EntryLength * segment[5]
        )
            return null;
        var frame = new JpegFrame(marker, segment);
        for (var at = 1; at < frame.entries.Length; at += EntryLength)
            if (!IsFactor(frame.entries[at] >> 4) || !IsFactor(frame.entries[at] & 15))
                return null;
        return frame;
    }

    /// <summary>
    /// Returns the minimum number of data bits of a scan with this header; <see langword="null"/> if the header does not match the frame.
    /// </summary>
    public double? MinBits(ReadOnlySpan<byte> scan, JpegHuffman tables)
    {
        var count = scan.IsEmpty ? 0 : scan[0];
        if (count is 0 or > 4 || scan.Length != 4 + 2 * count)
            return null;
        var (first, refines) = (scan[^3], scan[^1] >> 4 != 0);
        double bits = 0;
        for (var at = 1; at <= 2 * count; at += 2)
        {
            if (Find(scan[at]) is not { } component)
                return null;
            var (dc, ac) = (scan[at + 1] >> 4, scan[at + 1] & 15);
            bits +=
                Blocks(component, interleaved: count > 1)
                * (progressive, first) switch
                {
                    _ when arithmetic => 0,
                    (false, _) => tables.Dc(dc) + tables.Ac(ac),
                    (true, 0) => refines ? 1 : tables.Dc(dc),
                    (true, _) => tables.Run(ac),
                };
        }
        return bits;
    }

    private static bool IsFactor(int factor) => factor is > 0 and <= MaxFactor;

    private (int Across, int Down)? Find(byte id)
    {
        for (var at = 0; at < entries.Length; at += EntryLength)
            if (entries[at] == id)
                return (entries[at + 1] >> 4, entries[at + 1] & 15);
        return null;
    }

    // A.2.2 and A.2.3: a scan of several components contains complete units of all of them.
    private long Blocks((int Across, int Down) component, bool interleaved) =>
        interleaved
            ? Ceiling(Size.Width, BlockSide * maxAcross) * component.Across * (Ceiling(Size.Height, BlockSide * maxDown) * component.Down)
            : Ceiling(Ceiling(Size.Width * component.Across, maxAcross), BlockSide)
                * Ceiling(Ceiling(Size.Height * component.Down, maxDown), BlockSide);

    private static long Ceiling(long value, long by) => (value + by - 1) / by;
}
