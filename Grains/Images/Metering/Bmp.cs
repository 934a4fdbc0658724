using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// BMP of every header generation. The walk ends with the pixels or, after them, the color profile; the file size in the header is
/// often wrong and ignored.
/// </summary>
internal static class Bmp
{
    private const int FileHeaderLength = 14;
    private const int HeadLength = FileHeaderLength + 4;

    public static async ValueTask<Finding> WalkAsync(ForwardReader reader)
    {
        var (pixels, length) = ReadHead((await reader.TakeAsync(HeadLength).ConfigureAwait(false)).Span);
        if (!BmpHeader.IsLength(length))
            return Finding.Corrupt;
        var header = BmpHeader.Read(length, (await reader.TakeAsync((int)length - 4).ConfigureAwait(false)).Span);
        if (!header.Size.Allowed)
            return Finding.TooLarge;
        // Some writers omit the position of the pixels: after the header, its masks, and the colors.
        if (pixels == 0)
            pixels = reader.Position + header.TableLength;
        if (header.Layout is not { } layout || pixels < reader.Position)
            return Finding.Corrupt;
        await reader.SkipAsync(pixels - reader.Position).ConfigureAwait(false);
        await WalkPixelsAsync(reader, header, layout).ConfigureAwait(false);
        // A profile, if there is one, follows the pixels.
        await reader.SkipAsync(Math.Max(0, FileHeaderLength + header.ProfileEnd - reader.Position)).ConfigureAwait(false);
        return Finding.Sound(header.Size);
    }

    private static (long Pixels, uint HeaderLength) ReadHead(ReadOnlySpan<byte> head) =>
        (ReadUInt32LittleEndian(head[10..]), ReadUInt32LittleEndian(head[14..]));

    private static ValueTask WalkPixelsAsync(ForwardReader reader, BmpHeader header, BmpLayout layout) => layout switch
    {
        BmpLayout.Rows => reader.SkipAsync(header.Stride * header.Size.Height),
        BmpLayout.Opaque => reader.SkipAsync(header.DataLength),
        _ => BmpRuns.WalkAsync(reader, layout, header.DataLength),
    };
}
