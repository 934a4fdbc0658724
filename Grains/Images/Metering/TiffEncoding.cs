using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>How a TIFF file writes numbers: in the byte order of its head, with offsets and counts of 4 bytes, or of 8 in BigTIFF.</summary>
internal readonly record struct TiffEncoding(bool BigEndian, bool Big)
{
    /// <summary>The bytes of an offset, and of the values that an entry holds itself.</summary>
    public int OffsetLength => Big ? 8 : 4;

    /// <summary>The bytes of the number of a directory's entries.</summary>
    public int CountLength => Big ? 8 : 2;

    /// <summary>Tag, type, count, and the values or where they are.</summary>
    public int EntryLength => 4 + 2 * OffsetLength;

    /// <summary>The number that <paramref name="bytes"/>, of which there are 1, 2, 4 or 8, mean.</summary>
    public ulong Read(ReadOnlySpan<byte> bytes) => (bytes.Length, BigEndian) switch
    {
        (1, _) => bytes[0],
        (2, true) => ReadUInt16BigEndian(bytes),
        (2, false) => ReadUInt16LittleEndian(bytes),
        (4, true) => ReadUInt32BigEndian(bytes),
        (4, false) => ReadUInt32LittleEndian(bytes),
        (_, true) => ReadUInt64BigEndian(bytes),
        (_, false) => ReadUInt64LittleEndian(bytes),
    };

    /// <summary>The same as an offset in a stream; one that no stream reaches is cut to the longest.</summary>
    public long ReadOffset(ReadOnlySpan<byte> bytes) => (long)Math.Min(Read(bytes), long.MaxValue);
}
