using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// GIF87a and GIF89a: CompuServe, 1990. The size is the logical screen's or, when that is empty, the first frame's. The walk ends with the
/// trailer; once one frame is whole, the file may also end between two blocks.
/// </summary>
internal sealed class Gif(ForwardReader reader)
{
    private const byte Padding = 0x00;
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;

    private PixelSize size;
    private bool hasFrame;

    public async ValueTask<Finding> WalkAsync()
    {
        (size, var colours) = ReadScreen((await reader.TakeAsync(13).ConfigureAwait(false)).Span);
        if (!IsEmpty(size) && !size.Allowed)
            return Finding.TooLarge;
        await reader.SkipAsync(colours).ConfigureAwait(false);
        while (!hasFrame || await reader.FillAsync(1).ConfigureAwait(false))
        {
            var block = await TakeByteAsync().ConfigureAwait(false);
            if (block == Trailer)
                return hasFrame ? Finding.Sound(size) : Finding.Corrupt;
            if (await WalkBlockAsync(block).ConfigureAwait(false) is { } failure)
                return failure;
        }
        return Finding.Sound(size);
    }

    private async ValueTask<Finding?> WalkBlockAsync(byte block)
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
                return Finding.Corrupt;
        }
    }

    // Section 18.
    private static (PixelSize Size, int ColourTable) ReadScreen(ReadOnlySpan<byte> head) =>
        (new(ReadUInt16LittleEndian(head[6..]), ReadUInt16LittleEndian(head[8..])), ColourTableLength(head[10]));

    private static int ColourTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static bool IsEmpty(PixelSize area) => area.Width == 0 || area.Height == 0;

    // Sections 20 to 22: the descriptor, its color table, the LZW minimum code size, which is at most 8 bits, and the data.
    private async ValueTask<Finding?> WalkFrameAsync()
    {
        var (corner, frame, colours) = ReadDescriptor((await reader.TakeAsync(9).ConfigureAwait(false)).Span);
        await reader.SkipAsync(colours).ConfigureAwait(false);
        var codeSize = await TakeByteAsync().ConfigureAwait(false);
        if (codeSize is < 1 or > 8 || !Accepts(corner, frame))
            return Finding.Corrupt;
        if (!size.Allowed)
            return Finding.TooLarge;
        var length = await SkipSubBlocksAsync().ConfigureAwait(false);
        if (!hasFrame && length == 0)
            return Finding.Truncated;
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

    private static ((int Left, int Top) Corner, PixelSize Frame, int ColourTable) ReadDescriptor(ReadOnlySpan<byte> descriptor) => (
        (ReadUInt16LittleEndian(descriptor), ReadUInt16LittleEndian(descriptor[2..])),
        new(ReadUInt16LittleEndian(descriptor[4..]), ReadUInt16LittleEndian(descriptor[6..])),
        ColourTableLength(descriptor[8]));

    /// <returns>The bytes of data in the blocks.</returns>
    private async ValueTask<long> SkipSubBlocksAsync()
    {
        for (long total = 0; ;)
        {
            int length = await TakeByteAsync().ConfigureAwait(false);
            if (length == 0)
                return total;
            await reader.SkipAsync(length).ConfigureAwait(false);
            total += length;
        }
    }

    private async ValueTask<byte> TakeByteAsync() => (await reader.TakeAsync(1).ConfigureAwait(false)).Span[0];
}
