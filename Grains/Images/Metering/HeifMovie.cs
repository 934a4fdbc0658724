using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Finds the first track of AV1 images in the movie box of a sequence.</summary>
/// <remarks>
/// The size is that of the track header, as in decoders of AVIF. Sources: ISO/IEC 14496-12, 8.3.2, 8.5.2, 8.7; AV1 Image File Format,
/// section 6.3.
/// </remarks>
internal static class HeifMovie
{
    // The fields of the track header between its times and its sides: layers, volume and matrix, with numbers of 16.16 bits.
    private const int BeforeSides = 52;
    private const int FractionBits = 16;

    /// <summary>Returns the size of the sequence and the end of its samples; <see langword="null"/> if it does not exist.</summary>
    public static HeifImage? Read(ReadOnlySpan<byte> movie, HeifHeaders headers)
    {
        var reader = new ByteReader(movie);
        while (reader.TryReadBox(out var type, out var track))
            if (type == Trak && ReadTrack(track, headers) is { } image)
                return image;
        return null;
    }

    private static HeifImage? ReadTrack(ReadOnlySpan<byte> track, HeifHeaders headers)
    {
        // A track with an auxiliary reference to another track is that track's transparency.
        if (!Find(Find(track, Tref), Auxl).IsEmpty)
            return null;
        var samples = Find(Find(Find(track, Mdia), Minf), Stbl);
        return HasAv1(Find(samples, Stsd)) && ReadSize(Find(track, Tkhd)) is { } size && HeifSamples.EndOf(samples, headers) is { } end
            ? new(WalkResult.Sound(size) with { Format = "avif" }, end)
            : null;
    }

    private static bool HasAv1(ReadOnlySpan<byte> descriptions)
    {
        var reader = new ByteReader(descriptions);
        reader.Read(8);
        return reader.TryReadBox(out var type, out _) && type == Av01;
    }

    private static PixelSize? ReadSize(ReadOnlySpan<byte> header)
    {
        var reader = new ByteReader(header);
        var timeLength = reader.ReadVersion() == 1 ? 8u : 4u;
        // Two times, the number of the track, a reserved field, and the duration.
        reader.Read(3 * timeLength + 8 + BeforeSides);
        var size = new PixelSize((uint)reader.Number(4) >> FractionBits, (uint)reader.Number(4) >> FractionBits);
        return reader.Broken ? null : size;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, uint wanted)
    {
        var reader = new ByteReader(boxes);
        while (reader.TryReadBox(out var type, out var content))
            if (type == wanted)
                return content;
        return default;
    }
}
