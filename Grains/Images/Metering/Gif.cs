using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>GIF87a and GIF89a: CompuServe, 1990. The size is the logical screen's; the walk ends with the trailer.</summary>
internal static class Gif
{
    private const byte Extension = 0x21;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;

    public static async ValueTask<Finding> WalkAsync(ForwardReader reader)
    {
        var (size, colours) = ReadScreen((await reader.TakeAsync(13).ConfigureAwait(false)).Span);
        if (!size.Allowed)
            return Finding.TooLarge;
        await reader.SkipAsync(colours).ConfigureAwait(false);
        for (var images = 0; ;)
        {
            switch (await TakeByteAsync(reader).ConfigureAwait(false))
            {
                case Extension:
                    await reader.SkipAsync(1).ConfigureAwait(false);
                    break;
                case Image when await SkipImageHeadAsync(reader, size).ConfigureAwait(false):
                    images++;
                    break;
                case Trailer when images > 0:
                    return Finding.Sound(size);
                default:
                    return Finding.Corrupt;
            }
            await SkipSubBlocksAsync(reader).ConfigureAwait(false);
        }
    }

    // Section 18.
    private static (PixelSize Size, int ColourTable) ReadScreen(ReadOnlySpan<byte> head) =>
        (new(ReadUInt16LittleEndian(head[6..]), ReadUInt16LittleEndian(head[8..])), ColourTableLength(head[10]));

    private static int ColourTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    // Sections 20 to 22: the descriptor, its colour table and the LZW minimum code size, which is at most 8 bits.
    private static async ValueTask<bool> SkipImageHeadAsync(ForwardReader reader, PixelSize screen)
    {
        var (fits, colours) = ReadDescriptor((await reader.TakeAsync(9).ConfigureAwait(false)).Span, screen);
        await reader.SkipAsync(colours).ConfigureAwait(false);
        return await TakeByteAsync(reader).ConfigureAwait(false) is >= 1 and <= 8 && fits;
    }

    // Section 20: an image lies within the screen. Decoders disagree on the size of a file in which one does not.
    private static (bool Fits, int ColourTable) ReadDescriptor(ReadOnlySpan<byte> descriptor, PixelSize screen) => (
        ReadUInt16LittleEndian(descriptor) + ReadUInt16LittleEndian(descriptor[4..]) <= screen.Width
            && ReadUInt16LittleEndian(descriptor[2..]) + ReadUInt16LittleEndian(descriptor[6..]) <= screen.Height,
        ColourTableLength(descriptor[8]));

    private static async ValueTask SkipSubBlocksAsync(ForwardReader reader)
    {
        int length;
        while ((length = await TakeByteAsync(reader).ConfigureAwait(false)) > 0)
            await reader.SkipAsync(length).ConfigureAwait(false);
    }

    private static async ValueTask<byte> TakeByteAsync(ForwardReader reader) =>
        (await reader.TakeAsync(1).ConfigureAwait(false)).Span[0];
}
