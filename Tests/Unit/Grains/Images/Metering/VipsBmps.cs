using NetVips;
using static System.Buffers.Binary.BinaryPrimitives;
using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>BMP files, written here from the pixels of a picture because NetVips neither writes nor reads the format.</summary>
internal static class VipsBmps
{
    private const int Runs8 = 1;
    private const int Masks = 3;

    public static readonly Dictionary<string, Func<Image, byte[]>> Kinds = new()
    {
        ["OS/2 1.x"] = picture => File(picture, 12, 24),
        ["OS/2 1.x, 4 bit"] = picture => File(picture, 12, 4),
        ["OS/2 2.x, short"] = picture => File(picture, 16, 24),
        ["OS/2 2.x"] = picture => File(picture, 64, 8),
        ["Windows 3, 1 bit"] = picture => File(picture, 40, 1),
        ["Windows 3, 4 bit"] = picture => File(picture, 40, 4),
        ["Windows 3, 8 bit"] = picture => File(picture, 40, 8),
        ["Windows 3, 16 bit"] = picture => File(picture, 40, 16),
        ["Windows 3, 24 bit"] = picture => File(picture, 40, 24),
        ["Windows 3, top-down"] = picture => File(picture, 40, 32, topDown: true),
        ["Windows 3, runs"] = picture => File(picture, 40, 8, Runs8),
        ["Windows 3 with masks"] = picture => File(picture, 52, 32, Masks),
        ["Windows 3 with masks and alpha"] = picture => File(picture, 56, 32, Masks),
        ["Windows 4"] = picture => File(picture, 108, 32, Masks),
        ["Windows 5"] = picture => File(picture, 124, 24),
        ["Windows 5, 16 bit"] = picture => File(picture, 124, 16, Masks),
    };

    /// <summary>The size in the header of a file, regardless of the rest.</summary>
    public static (int Width, int Height) Size(ReadOnlySpan<byte> file) =>
        file[14] == 12
            ? (ReadUInt16LittleEndian(file[18..]), ReadUInt16LittleEndian(file[20..]))
            : (ReadInt32LittleEndian(file[18..]), Math.Abs(ReadInt32LittleEndian(file[22..])));

    private static byte[] File(Image picture, uint headerLength, int bits, int compression = 0, bool topDown = false)
    {
        var rows = Rows(topDown ? picture : picture.FlipVer());
        var pixels = compression == Runs8 ? Join([.. rows.Select(ToRuns), [0, 1]]) : Join([.. rows.Select(row => Pack(row, bits))]);
        var palette = bits > 8 ? [] : Palette(1 << bits, entryLength: headerLength == 12 ? 3 : 4);
        var height = topDown ? -picture.Height : picture.Height;
        var header =
            headerLength == 12
                ? Join(Little16(picture.Width), Little16(height), Little16(1), Little16(bits))
                : Join(Little32((uint)picture.Width), Little32((uint)height), Little16(1), Little16(bits));
        var masks = compression == Masks ? MasksOf(bits) : [];
        if (headerLength > 16)
            header = Join(header, Little32((uint)compression), Little32((uint)pixels.Length), Zeros(16), masks);
        Array.Resize(ref header, (int)headerLength - 4);
        var start = (uint)(14 + headerLength + palette.Length);
        var head = Join(Ascii("BM"), Little32((uint)(start + pixels.Length)), Zeros(4), Little32(start));
        return Join(head, Little32(headerLength), header, palette, pixels);
    }

    private static byte[] MasksOf(int bits) =>
        bits == 16
            ? Join(Little32(0x7C00), Little32(0x03E0), Little32(0x001F))
            : Join(Little32(0xFF0000), Little32(0x00FF00), Little32(0x0000FF));

    private static byte[] Palette(int colours, int entryLength) =>
        [.. Enumerable.Range(0, colours).SelectMany(colour => Enumerable.Repeat((byte)(255 * colour / (colours - 1)), entryLength))];

    // Red, green and blue of every pixel.
    private static IEnumerable<byte[][]> Rows(Image picture) => picture.WriteToMemory<byte>().Chunk(3).Chunk(picture.Width);

    private static byte[] Pack(byte[][] row, int bits)
    {
        var packed = new byte[(row.Length * bits + 31) / 32 * 4];
        for (var x = 0; x < row.Length; x++)
            if (bits < 8)
                packed[x * bits / 8] |= (byte)(Code(row[x], bits) << (8 - bits - x * bits % 8));
            else
                Little32(Code(row[x], bits)).AsSpan(0, bits / 8).CopyTo(packed.AsSpan(x * bits / 8));
        return packed;
    }

    private static uint Code(byte[] pixel, int bits) =>
        bits switch
        {
            16 => (uint)(pixel[0] >> 3 << 10 | pixel[1] >> 3 << 5 | pixel[2] >> 3),
            24 or 32 => (uint)(pixel[0] << 16 | pixel[1] << 8 | pixel[2]),
            _ => (uint)pixel[1] >> (8 - bits),
        };

    // Every pixel is a run of one.
    private static byte[] ToRuns(byte[][] row) => [.. row.SelectMany(pixel => (byte[])[1, pixel[1]]), 0, 0];
}
