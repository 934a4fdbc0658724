using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>WebP: RFC 9649. The size is the canvas; the walk ends where RIFF says that the file does.</summary>
internal sealed class WebP(ForwardReader reader)
{
    private PixelSize? canvas;
    private bool animated;
    private bool hasImage;

    public async ValueTask<Finding> WalkAsync()
    {
        var riff = await reader.TakeAsync(12).ConfigureAwait(false);
        var end = 8L + ReadUInt32LittleEndian(riff.Span[4..]);
        while (reader.Position + 8 <= end && await reader.NeedAsync(8).ConfigureAwait(false))
            if (await WalkChunkAsync(end).ConfigureAwait(false) is { } failure)
                return failure;
        await reader.SkipAsync(Math.Max(0, end - reader.Position)).ConfigureAwait(false);
        return hasImage ? Finding.Sound(canvas!.Value) : Finding.Corrupt;
    }

    private async ValueTask<Finding?> WalkChunkAsync(long end)
    {
        var (type, length) = ReadChunkHead((await reader.TakeAsync(8).ConfigureAwait(false)).Span);
        var (known, next) = (WebPChunks.HeaderLength(type), reader.Position + length);
        if (next > end || length < known)
            return Finding.Corrupt;
        if (!Accepts(type, length, (await reader.TakeAsync(known).ConfigureAwait(false)).Span))
            return Finding.Corrupt;
        if (canvas is not { Allowed: true })
            return Finding.TooLarge;
        // Chunks are padded to even lengths; a last one without its padding is common and harmless.
        await reader.SkipAsync(Math.Min(next + (length & 1), end) - reader.Position).ConfigureAwait(false);
        return null;
    }

    private static (uint Type, uint Length) ReadChunkHead(ReadOnlySpan<byte> head) =>
        (ReadUInt32BigEndian(head), ReadUInt32LittleEndian(head[4..]));

    private bool Accepts(uint type, uint length, ReadOnlySpan<byte> header) => type switch
    {
        WebPChunks.Lossy => AcceptsImage(WebPChunks.ReadLossy(header, length)),
        WebPChunks.Lossless => AcceptsImage(WebPChunks.ReadLossless(header, length)),
        WebPChunks.Extended => AcceptsCanvas(header),
        WebPChunks.Frame => AcceptsFrame(header),
        _ => canvas is not null,
    };

    private bool AcceptsCanvas(ReadOnlySpan<byte> header)
    {
        if (canvas is not null)
            return false;
        (canvas, animated) = WebPChunks.ReadCanvas(header);
        return true;
    }

    // RFC 9649, 2.7: a still image fills its canvas.
    private bool AcceptsImage(PixelSize? image)
    {
        canvas ??= image;
        hasImage = !animated;
        return image is not null && (animated || canvas == image);
    }

    private bool AcceptsFrame(ReadOnlySpan<byte> header)
    {
        hasImage |= animated;
        return canvas is { } size && WebPChunks.FrameFits(header, size);
    }
}
