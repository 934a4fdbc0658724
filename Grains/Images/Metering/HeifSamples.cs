using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The locations of the samples of a track (ISO/IEC 14496-12, 8.7.3 to 8.7.5).</summary>
internal ref struct HeifSamples
{
    // Far more than the frames of any animation.
    private const uint MaxSamples = 65_536;

    private ByteReader runs;
    private ByteReader sizes;
    private ByteReader chunks;
    private int offsetLength;

    /// <summary>
    /// Returns the largest end offset of any sample; <see langword="null"/> if the sample table does not contain it, or no sample has data.
    /// </summary>
    public static long? EndOf(ReadOnlySpan<byte> table, HeifHeaders headers)
    {
        var samples = new HeifSamples();
        var reader = new ByteReader(table);
        while (reader.TryReadBox(out var type, out var content))
            samples.Add(type, content);
        return samples.End(headers);
    }

    private void Add(uint type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case Stsc:
                runs = new(content);
                break;
            case Stsz:
                sizes = new(content);
                break;
            case Stco or Co64:
                chunks = new(content);
                offsetLength = type == Stco ? 4 : 8;
                break;
        }
    }

    private long? End(HeifHeaders headers)
    {
        runs.Read(4);
        sizes.Read(4);
        chunks.Read(4);
        var (runCount, size, samples, chunkCount) = (runs.Number(4), sizes.Number(4), sizes.Number(4), chunks.Number(4));
        if (runCount == 0 || samples is 0 or > MaxSamples)
            return null;
        var (next, perChunk) = (runs.Number(4), 0ul);
        var (end, present) = (0ul, false);
        for (ulong chunk = 1; chunk <= chunkCount && samples > 0 && !chunks.Broken; chunk++)
        {
            // All chunks of a run, up to the first chunk of the next entry, have the same number of samples.
            if (chunk == next)
            {
                perChunk = runs.Number(4);
                runs.Read(4);
                next = --runCount > 0 ? runs.Number(4) : 0;
            }
            // Not so large that the lengths of all samples could exceed the largest number.
            var at = Math.Min(chunks.Number(offsetLength), long.MaxValue);
            var start = at;
            for (var left = perChunk; left > 0 && samples > 0; left--, samples--)
                at += size > 0 ? size : sizes.Number(4);
            end = Math.Max(end, at);
            present |= headers.LeaveOut(start, at);
        }
        return !present || samples > 0 || runs.Broken || sizes.Broken || chunks.Broken ? null : (long)Math.Min(end, long.MaxValue);
    }
}
