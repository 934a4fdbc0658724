using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// The encoding of numbers in a TIFF file: the byte order of its head, and offsets and counts of 4 bytes, or 8 in BigTIFF.
/// </summary>
internal readonly record struct TiffEncoding(bool BigEndian, bool Big)
{
    /// <summary>Length in bytes of an offset, and of the values that an entry contains itself.</summary>
    public int OffsetLength => Big ? 8 : 4;

    /// <summary>Length in bytes of the number of entries of a directory.</summary>
    public int CountLength => Big ? 8 : 2;

    /// <summary>Length in bytes of an entry: tag, type, count, and the values or their offset.</summary>
    public int EntryLength => 4 + 2 * OffsetLength;

    /// <summary>Returns the number in 1, 2, 4 or 8 <paramref name="bytes"/>.</summary>
    public ulong Read(ReadOnlySpan<byte> bytes) =>
        (bytes.Length, BigEndian) switch
        {
            (1, _) => bytes[0],
            (2, true) => ReadUInt16BigEndian(bytes),
            (2, false) => ReadUInt16LittleEndian(bytes),
            (4, true) => ReadUInt32BigEndian(bytes),
            (4, false) => ReadUInt32LittleEndian(bytes),
            (_, true) => ReadUInt64BigEndian(bytes),
            (_, false) => ReadUInt64LittleEndian(bytes),
        };

    /// <summary>Returns the number as an offset in a stream, limited to the largest possible one.</summary>
    public long ReadOffset(ReadOnlySpan<byte> bytes) => (long)Math.Min(Read(bytes), long.MaxValue);
}
