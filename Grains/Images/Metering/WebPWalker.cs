using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Walks WebP files (RFC 9649). The size is that of the canvas, and the walk ends at the end of the RIFF container.</summary>
internal sealed class WebPWalker(ForwardReader reader)
{
    private PixelSize? canvas;
    private bool animated;
    private bool hasImage;

    public async ValueTask<WalkResult> WalkAsync()
    {
        var riff = await reader.ReadAsync(12).ConfigureAwait(false);
        var end = 8L + ReadUInt32LittleEndian(riff.Span[4..]);
        while (reader.Position + 8 <= end && await reader.NeedAsync(8).ConfigureAwait(false))
            if (await WalkChunkAsync(end).ConfigureAwait(false) is { } failure)
                return failure;
        await reader.SkipAsync(Math.Max(0, end - reader.Position)).ConfigureAwait(false);
        return hasImage ? WalkResult.Sound(canvas!.Value) : WalkResult.Corrupt;
    }

    private async ValueTask<WalkResult?> WalkChunkAsync(long end)
    {
        var (type, length) = ReadChunkHead((await reader.ReadAsync(8).ConfigureAwait(false)).Span);
        var (known, next) = (WebPChunks.HeaderLength(type), reader.Position + length);
        if (next > end || length < known)
            return WalkResult.Corrupt;
        if (!Accepts(type, length, (await reader.ReadAsync(known).ConfigureAwait(false)).Span))
            return WalkResult.Corrupt;
        if (canvas is not { Allowed: true })
            return WalkResult.TooLarge;
        // Chunks are padded to even lengths. A last chunk without padding is common and harmless.
        await reader.SkipAsync(Math.Min(next + (length & 1), end) - reader.Position).ConfigureAwait(false);
        return null;
    }

    private static (uint Type, uint Length) ReadChunkHead(ReadOnlySpan<byte> head) =>
        (ReadUInt32BigEndian(head), ReadUInt32LittleEndian(head[4..]));

    private bool Accepts(uint type, uint length, ReadOnlySpan<byte> header) =>
        type switch
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
