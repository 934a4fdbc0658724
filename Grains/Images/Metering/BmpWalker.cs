using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Walks BMP files of every header generation.</summary>
/// <remarks>
/// The walk ends after the pixels or, if there is one, after the color profile that follows them. The file size in the header is ignored,
/// because it is often wrong.
/// </remarks>
internal static class BmpWalker
{
    private const int FileHeaderLength = 14;
    private const int HeadLength = FileHeaderLength + 4;

    public static async ValueTask<WalkResult> WalkAsync(ForwardReader reader)
    {
        var (pixels, length) = ReadHead((await reader.ReadAsync(HeadLength).ConfigureAwait(false)).Span);
        if (!BmpHeader.IsLength(length))
            return WalkResult.Corrupt;
        var header = BmpHeader.Read(length, (await reader.ReadAsync((int)length - 4).ConfigureAwait(false)).Span);
        if (!header.Size.Allowed)
            return WalkResult.TooLarge;
        // Some writers omit the offset of the pixels, which then follow the header, its masks and the colors.
        if (pixels == 0)
            pixels = reader.Position + header.TableLength;
        if (header.Layout is not { } layout || pixels < reader.Position)
            return WalkResult.Corrupt;
        await reader.SkipAsync(pixels - reader.Position).ConfigureAwait(false);
        await WalkPixelsAsync(reader, header, layout).ConfigureAwait(false);
        // A profile, if there is one, follows the pixels.
        await reader.SkipAsync(Math.Max(0, FileHeaderLength + header.ProfileEnd - reader.Position)).ConfigureAwait(false);
        return WalkResult.Sound(header.Size);
    }

    private static (long Pixels, uint HeaderLength) ReadHead(ReadOnlySpan<byte> head) =>
        (ReadUInt32LittleEndian(head[10..]), ReadUInt32LittleEndian(head[14..]));

    private static ValueTask WalkPixelsAsync(ForwardReader reader, BmpHeader header, BmpLayout layout) =>
        layout switch
        {
            BmpLayout.Rows => reader.SkipAsync(header.Stride * header.Size.Height),
            BmpLayout.Opaque => reader.SkipAsync(header.DataLength),
            _ => BmpRuns.WalkAsync(reader, layout, header.DataLength),
        };
}
