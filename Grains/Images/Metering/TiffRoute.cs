namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// What lies ahead in a TIFF file, visited in the order in which it lies there and not in which it was heard of. What was passed
/// when it is heard of is there, for the stream has passed it, but can be read no more, unless it is in the little that was kept.
/// </summary>
internal sealed class TiffRoute(ForwardReader reader) : IDisposable
{
    // These three together are below 1 MiB, and the fourth bounds the time. What goes beyond must be there, but is not looked at.
    private const int MaxBehind = 32 * 1024;
    private const int MaxStops = 512;
    private const int MaxKept = 32_768;
    private const int MaxVisits = 16_384;

    private readonly PriorityQueue<Func<ValueTask>, long> stops = new();
    private readonly PooledBytes behind = new();
    private long behindStart;
    private long furthest;
    private int keptValues;
    private int visits;
    private bool travelling;

    /// <summary>The stream must hold <paramref name="length"/> bytes at <paramref name="offset"/>.</summary>
    public void Reach(long offset, long length) =>
        furthest = Math.Max(furthest, offset > long.MaxValue - length ? long.MaxValue : offset + length);

    /// <summary>Whether what begins at <paramref name="offset"/> can still be visited.</summary>
    public bool IsAhead(long offset) => offset >= reader.Position;

    public bool CanRead(TiffValues values) => values.Inline || IsAhead(values.Offset) || IsKept(values);

    /// <summary>Goes to <paramref name="offset"/>, and keeps what lies before it, if that is little.</summary>
    public async ValueTask StartAsync(long offset)
    {
        behindStart = reader.Position;
        if (offset - behindStart <= MaxBehind)
            await reader.CopyAsync(behind, offset - behindStart).ConfigureAwait(false);
        else
            await reader.SkipAsync(offset - behindStart).ConfigureAwait(false);
    }

    /// <summary>Has <paramref name="visit"/> called when the stream gets to <paramref name="offset"/>, unless the stream is already past it.</summary>
    public void Plan(long offset, Func<ValueTask> visit)
    {
        if (!IsAhead(offset))
            return;
        if (stops.Count < MaxStops && visits++ < MaxVisits)
            stops.Enqueue(visit, offset);
        else
            Reach(offset, 1);
    }

    /// <summary>Has <paramref name="visit"/> called with the index and value of each number, if they can be read.</summary>
    public void Plan(TiffValues values, Action<long, long> visit)
    {
        if (!values.Whole)
            return;
        if (values.Inline)
            for (var i = 0; i < (int)values.Count; i++)
                visit(i, values.At(i));
        else if (IsKept(values))
            values.Visit(behind.Span[(int)(values.Offset - behindStart)..], 0, visit);
        else
            Plan(values.Offset, () => WalkAsync(values, visit));
    }

    /// <summary>Makes every visit, those that become planned meanwhile too, then continues to the furthest byte.</summary>
    public async ValueTask TravelAsync()
    {
        travelling = true;
        while (!reader.Overran && stops.TryDequeue(out var visit, out var offset))
        {
            // Two may have begun at the same byte.
            if (!IsAhead(offset))
                continue;
            await reader.SkipAsync(offset - reader.Position).ConfigureAwait(false);
            await visit().ConfigureAwait(false);
        }
        await reader.SkipAsync(Math.Max(0, furthest - reader.Position)).ConfigureAwait(false);
    }

    /// <summary>Takes the room that one value needs in memory; <see langword="false"/> when there is none left.</summary>
    public bool TryKeep()
    {
        var free = keptValues < MaxKept;
        if (free)
            keptValues++;
        return free;
    }

    /// <summary>Gives back the room of <paramref name="values"/> values.</summary>
    public void Forget(int values) => keptValues -= values;

    public void Dispose() => behind.Dispose();

    // Only the first directory may read what was kept: thousands of others might each read all of it.
    private bool IsKept(TiffValues values) =>
        !travelling && values.Offset >= behindStart && values.End <= behindStart + behind.Length;

    private async ValueTask WalkAsync(TiffValues values, Action<long, long> visit)
    {
        long index = 0;
        while ((ulong)index < values.Count && await reader.NeedAsync(values.Length).ConfigureAwait(false))
        {
            var count = values.Visit(reader.Buffered, index, visit);
            reader.Advance(count * values.Length);
            index += count;
        }
    }
}
