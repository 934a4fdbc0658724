using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// The first track of AV1 images in the movie box of a sequence. Its size is the track header's, as decoders of AVIF take it.
/// Source: ISO/IEC 14496-12, 8.3.2, 8.5.2, 8.7; AV1 Image File Format, section 6.3.
/// </summary>
internal static class HeifMovie
{
    // The track header's fields between its times and its sides: layers, volume and matrix, and numbers of 16.16 bits.
    private const int BeforeSides = 52;
    private const int FractionBits = 16;

    /// <summary>The sequence's size and where its samples end; <see langword="null"/> when it has no such track.</summary>
    public static HeifImage? Read(ReadOnlySpan<byte> movie)
    {
        var cursor = new ByteCursor(movie);
        while (cursor.TryTakeBox(out var type, out var track))
            if (type == Trak && ReadTrack(track) is { } image)
                return image;
        return null;
    }

    private static HeifImage? ReadTrack(ReadOnlySpan<byte> track)
    {
        // A track that refers to another as its auxiliary one is its transparency.
        if (!Find(Find(track, Tref), Auxl).IsEmpty)
            return null;
        var samples = Find(Find(Find(track, Mdia), Minf), Stbl);
        return HasAv1(Find(samples, Stsd)) && ReadSize(Find(track, Tkhd)) is { } size && HeifSamples.EndOf(samples) is { } end
            ? new(Finding.Sound(size) with { Format = "avif" }, end)
            : null;
    }

    private static bool HasAv1(ReadOnlySpan<byte> descriptions)
    {
        var cursor = new ByteCursor(descriptions);
        cursor.Take(8);
        return cursor.TryTakeBox(out var type, out _) && type == Av01;
    }

    private static PixelSize? ReadSize(ReadOnlySpan<byte> header)
    {
        var cursor = new ByteCursor(header);
        var timeLength = cursor.TakeVersion() == 1 ? 8u : 4u;
        // Two times, the track's number, a reserved field, and the duration.
        cursor.Take(3 * timeLength + 8 + BeforeSides);
        var size = new PixelSize((uint)cursor.Number(4) >> FractionBits, (uint)cursor.Number(4) >> FractionBits);
        return cursor.Broken ? null : size;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, uint wanted)
    {
        var cursor = new ByteCursor(boxes);
        while (cursor.TryTakeBox(out var type, out var content))
            if (type == wanted)
                return content;
        return default;
    }
}
