using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Where the samples of a track lie. Source: ISO/IEC 14496-12, 8.7.3 to 8.7.5.</summary>
internal ref struct HeifSamples
{
    // Far more than the frames of any animation.
    private const uint MaxSamples = 65_536;

    private ByteCursor runs;
    private ByteCursor sizes;
    private ByteCursor chunks;
    private int offsetLength;

    /// <summary>Where the furthest sample ends; <see langword="null"/> when the table of samples does not say.</summary>
    public static long? EndOf(ReadOnlySpan<byte> table)
    {
        var samples = new HeifSamples();
        var cursor = new ByteCursor(table);
        while (cursor.TryTakeBox(out var type, out var content))
            samples.Add(type, content);
        return samples.End();
    }

    private void Add(uint type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case Stsc: runs = new(content); break;
            case Stsz: sizes = new(content); break;
            case Stco or Co64:
                chunks = new(content);
                offsetLength = type == Stco ? 4 : 8;
                break;
        }
    }

    private long? End()
    {
        runs.Take(4);
        sizes.Take(4);
        chunks.Take(4);
        var (runCount, size, samples, chunkCount) = (runs.Number(4), sizes.Number(4), sizes.Number(4), chunks.Number(4));
        if (runCount == 0 || samples is 0 or > MaxSamples)
            return null;
        var (next, perChunk) = (runs.Number(4), 0ul);
        ulong end = 0;
        for (ulong chunk = 1; chunk <= chunkCount && samples > 0 && !chunks.Broken; chunk++)
        {
            // A run of chunks begins where the next entry says; each has as many samples.
            if (chunk == next)
            {
                perChunk = runs.Number(4);
                runs.Take(4);
                next = --runCount > 0 ? runs.Number(4) : 0;
            }
            var at = chunks.Number(offsetLength);
            for (var left = perChunk; left > 0 && samples > 0; left--, samples--)
                at += size > 0 ? size : sizes.Number(4);
            end = Math.Max(end, at);
        }
        return samples > 0 || runs.Broken || sizes.Broken || chunks.Broken ? null : (long)Math.Min(end, long.MaxValue);
    }
}
