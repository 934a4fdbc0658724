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

    // Each row begins with a run of white pixels, whose shortest code has 4 bits (ITU-T T.4, table 2).
    private const int HuffmanRowBits = 4;

    private static readonly byte[] JpegStart = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] PngStart = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];

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
        if (await WalkPixelsAsync(reader, header, layout).ConfigureAwait(false) is { } failure)
            return failure;
        // A profile, if there is one, follows the pixels.
        await reader.SkipAsync(Math.Max(0, FileHeaderLength + header.ProfileEnd - reader.Position)).ConfigureAwait(false);
        return WalkResult.Sound(header.Size);
    }

    private static (long Pixels, uint HeaderLength) ReadHead(ReadOnlySpan<byte> head) =>
        (ReadUInt32LittleEndian(head[10..]), ReadUInt32LittleEndian(head[14..]));

    private static async ValueTask<WalkResult?> WalkPixelsAsync(ForwardReader reader, BmpHeader header, BmpLayout layout)
    {
        switch (layout)
        {
            case BmpLayout.Rows:
                await reader.SkipAsync(header.Stride * header.Size.Height).ConfigureAwait(false);
                return null;
            case BmpLayout.Huffman:
                await reader.SkipAsync(header.DataLength).ConfigureAwait(false);
                return 8L * header.DataLength < (long)HuffmanRowBits * header.Size.Height ? WalkResult.Truncated : null;
            case BmpLayout.Jpeg or BmpLayout.Png:
                return await WalkFileAsync(reader, header.DataLength, layout == BmpLayout.Jpeg ? JpegStart : PngStart)
                    .ConfigureAwait(false);
            default:
                await BmpRuns.WalkAsync(reader, layout, header.DataLength).ConfigureAwait(false);
                return null;
        }
    }

    private static async ValueTask<WalkResult?> WalkFileAsync(ForwardReader reader, uint length, byte[] start)
    {
        if (length < start.Length || !(await reader.ReadAsync(start.Length).ConfigureAwait(false)).Span.SequenceEqual(start))
            return WalkResult.Corrupt;
        await reader.SkipAsync(length - start.Length).ConfigureAwait(false);
        return null;
    }
}
