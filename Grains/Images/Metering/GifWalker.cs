using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Walks GIF87a and GIF89a files (CompuServe, 1990).</summary>
/// <remarks>
/// The size is that of the logical screen or, if it is empty, of the first frame. The walk ends after the trailer. A file with at least one
/// complete frame may also end between two blocks.
/// </remarks>
internal sealed class GifWalker(ForwardReader reader)
{
    private const byte Padding = 0x00;
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;

    private PixelSize size;
    private bool hasFrame;

    public async ValueTask<WalkResult> WalkAsync()
    {
        (size, var colors) = ReadScreen((await reader.ReadAsync(13).ConfigureAwait(false)).Span);
        if (!IsEmpty(size) && !size.Allowed)
            return WalkResult.TooLarge;
        await reader.SkipAsync(colors).ConfigureAwait(false);
        while (!hasFrame || await reader.FillAsync(1).ConfigureAwait(false))
        {
            var block = await ReadByteAsync().ConfigureAwait(false);
            if (block == Trailer)
                return hasFrame ? WalkResult.Sound(size) : WalkResult.Corrupt;
            if (await WalkBlockAsync(block).ConfigureAwait(false) is { } failure)
                return failure;
        }
        return WalkResult.Sound(size);
    }

    private async ValueTask<WalkResult?> WalkBlockAsync(byte block)
    {
        switch (block)
        {
            case Extension:
                await reader.SkipAsync(1).ConfigureAwait(false);
                await SkipSubBlocksAsync().ConfigureAwait(false);
                return null;
            case Image:
                return await WalkFrameAsync().ConfigureAwait(false);
            case Padding when hasFrame:
                return null;
            default:
                return WalkResult.Corrupt;
        }
    }

    // Section 18.
    private static (PixelSize Size, int ColorTable) ReadScreen(ReadOnlySpan<byte> head) =>
        (new(ReadUInt16LittleEndian(head[6..]), ReadUInt16LittleEndian(head[8..])), ColorTableLength(head[10]));

    private static int ColorTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static bool IsEmpty(PixelSize area) => area.Width == 0 || area.Height == 0;

    // Sections 20 to 22: the descriptor, its color table, the LZW minimum code size (at most 8 bits), and the data.
    private async ValueTask<WalkResult?> WalkFrameAsync()
    {
        var (corner, frame, colors) = ReadDescriptor((await reader.ReadAsync(9).ConfigureAwait(false)).Span);
        await reader.SkipAsync(colors).ConfigureAwait(false);
        var codeSize = await ReadByteAsync().ConfigureAwait(false);
        if (codeSize is < 1 or > 8 || !Accepts(corner, frame))
            return WalkResult.Corrupt;
        if (!size.Allowed)
            return WalkResult.TooLarge;
        var length = await SkipSubBlocksAsync().ConfigureAwait(false);
        if (!hasFrame && length == 0)
            return WalkResult.Truncated;
        hasFrame = true;
        return null;
    }

    // Decoders disagree on the size of a file whose first frame does not lie within the screen. Later frames are clipped.
    private bool Accepts((int Left, int Top) corner, PixelSize frame)
    {
        if (hasFrame)
            return true;
        if (IsEmpty(size))
            (size, corner) = (frame, default);
        return corner.Left + frame.Width <= size.Width && corner.Top + frame.Height <= size.Height;
    }

    private static ((int Left, int Top) Corner, PixelSize Frame, int ColorTable) ReadDescriptor(ReadOnlySpan<byte> descriptor) =>
        (
            (ReadUInt16LittleEndian(descriptor), ReadUInt16LittleEndian(descriptor[2..])),
            new(ReadUInt16LittleEndian(descriptor[4..]), ReadUInt16LittleEndian(descriptor[6..])),
            ColorTableLength(descriptor[8])
        );

    /// <returns>Number of data bytes in the blocks.</returns>
    private async ValueTask<long> SkipSubBlocksAsync()
    {
        for (long total = 0; ; )
        {
            int length = await ReadByteAsync().ConfigureAwait(false);
            if (length == 0)
                return total;
            await reader.SkipAsync(length).ConfigureAwait(false);
            total += length;
        }
    }

    private async ValueTask<byte> ReadByteAsync() => (await reader.ReadAsync(1).ConfigureAwait(false)).Span[0];
}
