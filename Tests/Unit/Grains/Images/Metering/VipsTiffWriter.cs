using NetVips;
using static System.Buffers.Binary.BinaryPrimitives;
using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>
/// Writes what libtiff does not write here: uncompressed TIFF in either byte order, classic or big, with its directory behind the
/// pixels or in front of them. Source: Adobe, TIFF 6.0, section 2; the BigTIFF extension.
/// </summary>
internal sealed class VipsTiffWriter
{
    private const int RowsPerStrip = 16;
    private const ushort Short = 3;
    private const ushort Long = 4;

    private readonly bool bigEndian;
    private readonly bool big;

    private VipsTiffWriter(bool bigEndian, bool big) => (this.bigEndian, this.big) = (bigEndian, big);

    private int HeadLength => big ? 16 : 8;

    private int OffsetLength => big ? 8 : 4;

    public static byte[] File(Image picture, bool bigEndian, bool big, bool directoryFirst)
    {
        var writer = new VipsTiffWriter(bigEndian, big);
        var pixels = picture.WriteToMemory<byte>();
        if (directoryFirst)
        {
            var length = writer.Directory(picture, 0, writer.HeadLength).Length;
            return Join(writer.Head(writer.HeadLength), writer.Directory(picture, writer.HeadLength + length, writer.HeadLength), pixels);
        }
        // Directories begin at even offsets.
        var padding = Zeros(pixels.Length % 2);
        var end = writer.HeadLength + pixels.Length + padding.Length;
        return Join(writer.Head(end), pixels, padding, writer.Directory(picture, writer.HeadLength, end));
    }

    private byte[] Head(int directory) =>
        Join(
            Ascii(bigEndian ? "MM" : "II"),
            Number(big ? 43 : 42, 2),
            big ? Join(Number(8, 2), Number(0, 2)) : [],
            Number(directory, OffsetLength)
        );

    // The values that do not fit into their entries follow the directory.
    private byte[] Directory(Image picture, int pixels, int position)
    {
        var fields = Fields(picture, pixels);
        var count = Number(fields.Length, big ? 8 : 2);
        var overflow = position + count.Length + fields.Length * (4 + 2 * OffsetLength) + OffsetLength;
        var (entries, values) = (new List<byte>(), new List<byte>());
        foreach (var (tag, type, numbers) in fields)
        {
            var value = Join([.. numbers.Select(number => Number(number, type == Short ? 2 : 4))]);
            var inline = value.Length <= OffsetLength;
            entries.AddRange([.. Number(tag, 2), .. Number(type, 2), .. Number(numbers.Length, OffsetLength)]);
            entries.AddRange(inline ? [.. value, .. Zeros(OffsetLength - value.Length)] : Number(overflow + values.Count, OffsetLength));
            values.AddRange(inline ? [] : [.. value, .. Zeros(value.Length % 2)]);
        }
        return [.. count, .. entries, .. Number(0, OffsetLength), .. values];
    }

    private static (ushort Tag, ushort Type, int[] Numbers)[] Fields(Image picture, int pixels)
    {
        var strips = Enumerable.Range(0, (picture.Height + RowsPerStrip - 1) / RowsPerStrip).Select(strip => strip * RowsPerStrip);
        var rowLength = 3 * picture.Width;
        return
        [
            (256, Long, [picture.Width]),
            (257, Long, [picture.Height]),
            (258, Short, [8, 8, 8]),
            (259, Short, [1]),
            (262, Short, [2]),
            (273, Long, [.. strips.Select(row => pixels + row * rowLength)]),
            (277, Short, [3]),
            (278, Short, [RowsPerStrip]),
            (279, Long, [.. strips.Select(row => Math.Min(RowsPerStrip, picture.Height - row) * rowLength)]),
        ];
    }

    private byte[] Number(long number, int length)
    {
        var bytes = new byte[8];
        if (bigEndian)
            WriteInt64BigEndian(bytes, number);
        else
            WriteInt64LittleEndian(bytes, number);
        return bigEndian ? bytes[^length..] : bytes[..length];
    }
}
