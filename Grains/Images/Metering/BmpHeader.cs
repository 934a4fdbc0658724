using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// A bitmap header of any generation: OS/2 1.x (12 bytes), OS/2 2.x (16 to 64 bytes), Windows 3 to 5 (40, 52, 56, 108, 124 bytes).
/// </summary>
/// <remarks>
/// Sources: Microsoft, BITMAPINFOHEADER and its successors; OS/2 2.0 Presentation Manager reference, BITMAPINFOHEADER2.
/// </remarks>
/// <param name="TableLength">Length of the masks and colors that follow the header, in bytes.</param>
/// <param name="ProfileEnd">End of the color profile of a version 5 header, in bytes from the header; 0 if there is none.</param>
internal readonly record struct BmpHeader(
    PixelSize Size,
    int BitsPerPixel,
    uint Compression,
    uint DataLength,
    long TableLength,
    long ProfileEnd
)
{
    /// <summary>Length of the longest header in bytes, without its length field.</summary>
    public const int MaxLength = 124;

    private const int CoreLength = 12;
    private const int Version5Length = 124;
    private const uint Embedded = 0x4D424544;
    private const uint Linked = 0x4C494E4B;

    // OS/2 reuses two of the compression codes of Windows.
    private const uint Os2Huffman = 0x1_0003;
    private const uint Os2Rle24 = 0x1_0004;

    public static bool IsLength(uint length) => length is CoreLength or (>= 16 and <= 64) or 108 or 124;

    /// <summary>Length of one row in bytes, padded to 32 bits.</summary>
    public long Stride => ((long)Size.Width * BitsPerPixel + 31) / 32 * 4;

    /// <summary>Layout of the pixels; <see langword="null"/> if the header contradicts itself.</summary>
    public BmpLayout? Layout =>
        (Compression, BitsPerPixel) switch
        {
            (0, 1 or 2 or 4 or 8 or 16 or 24 or 32) => BmpLayout.Rows,
            (3 or 6, 16 or 32) => BmpLayout.Rows,
            (1, 8) => BmpLayout.Rle8,
            (2, 4) => BmpLayout.Rle4,
            (Os2Rle24, 24) => BmpLayout.Rle24,
            (Os2Huffman, 1) => BmpLayout.Huffman,
            (4, 0) => BmpLayout.Jpeg,
            (5, 0) => BmpLayout.Png,
            _ => null,
        };

    /// <summary>Reads a header of <paramref name="length"/> bytes from the fields after its length.</summary>
    public static BmpHeader Read(uint length, ReadOnlySpan<byte> fields)
    {
        if (length == CoreLength)
            return ReadCore(new(ReadUInt16LittleEndian(fields), ReadUInt16LittleEndian(fields[2..])), ReadUInt16LittleEndian(fields[6..]));
        Span<byte> full = stackalloc byte[MaxLength];
        fields.CopyTo(full);
        var height = ReadInt32LittleEndian(full[4..]);
        var compression = ReadUInt32LittleEndian(full[12..]);
        var bits = ReadUInt16LittleEndian(full[10..]);
        var os2 = length is not (40 or 52 or 56 or 108 or 124);
        return new(
            new(ReadUInt32LittleEndian(full), (uint)Math.Abs((long)height)),
            bits,
            os2 && compression >= 3 ? compression | 0x1_0000 : compression,
            ReadUInt32LittleEndian(full[16..]),
            MasksLength(length, compression) + ColorsLength(bits, ReadUInt32LittleEndian(full[28..]), entry: 4),
            length == Version5Length ? ReadProfileEnd(full) : 0
        );
    }

    private static BmpHeader ReadCore(PixelSize size, int bits) => new(size, bits, 0, 0, ColorsLength(bits, 0, entry: 3), 0);

    // Only a header of 40 bytes has no fields for the three or four masks, so they follow it.
    private static long MasksLength(uint length, uint compression) =>
        (length, compression) switch
        {
            (40, 3) => 12,
            (40, 6) => 16,
            _ => 0,
        };

    // A number of 0 means all colors that the depth allows. Additional colors are for screens with fewer colors than the image.
    private static long ColorsLength(int bits, uint colors, int entry) => entry * (colors == 0 && bits <= 8 ? 1L << bits : colors);

    // Microsoft, BITMAPV5HEADER: the profile is embedded, or it is the name of a file.
    private static long ReadProfileEnd(ReadOnlySpan<byte> fields) =>
        ReadUInt32LittleEndian(fields[52..]) is Embedded or Linked
            ? (long)ReadUInt32LittleEndian(fields[108..]) + ReadUInt32LittleEndian(fields[112..])
            : 0;
}
