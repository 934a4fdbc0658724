namespace RetailPulse.Grains.Images.Metering;

/// <summary>Visits the parts of a TIFF file in the order of their offsets, not in the order in which they become known.</summary>
/// <remarks>
/// A part that becomes known after the stream has passed it exists, but can no longer be read, unless it is in the small portion that is
/// kept.
/// </remarks>
internal sealed class TiffRoute(ForwardReader reader) : IDisposable
{
    // The first three together limit the memory to 1 MiB, and the fourth limits the time. Parts beyond the limits must exist, but are not
    // read.
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

    /// <summary>Requires the stream to have <paramref name="length"/> bytes at <paramref name="offset"/>.</summary>
    public void Reach(long offset, long length) =>
        furthest = Math.Max(furthest, offset > long.MaxValue - length ? long.MaxValue : offset + length);

    /// <summary>Returns whether a part at <paramref name="offset"/> can still be visited.</summary>
    public bool IsAhead(long offset) => offset >= reader.Position;

    public bool CanRead(TiffValues values) => values.Inline || IsAhead(values.Offset) || IsKept(values);

    /// <summary>Advances to <paramref name="offset"/>, and keeps the bytes before it if they are few.</summary>
    public async ValueTask StartAsync(long offset)
    {
        behindStart = reader.Position;
        if (offset - behindStart <= MaxBehind)
            await reader.CopyAsync(behind, offset - behindStart).ConfigureAwait(false);
        else
            await reader.SkipAsync(offset - behindStart).ConfigureAwait(false);
    }

    /// <summary>
    /// Schedules <paramref name="visit"/> for when the stream reaches <paramref name="offset"/>, unless it has passed it.
    /// </summary>
    public void Plan(long offset, Func<ValueTask> visit)
    {
        if (!IsAhead(offset))
            return;
        if (stops.Count < MaxStops && visits++ < MaxVisits)
            stops.Enqueue(visit, offset);
        else
            Reach(offset, 1);
    }

    /// <summary>Schedules <paramref name="visit"/> to be called with the index and value of each number, if they can be read.</summary>
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

    /// <summary>Makes all scheduled visits, including those scheduled in the meantime, then advances to the last required byte.</summary>
    public async ValueTask TravelAsync()
    {
        travelling = true;
        while (!reader.Overran && stops.TryDequeue(out var visit, out var offset))
        {
            // Two parts may begin at the same byte.
            if (!IsAhead(offset))
                continue;
            await reader.SkipAsync(offset - reader.Position).ConfigureAwait(false);
            await visit().ConfigureAwait(false);
        }
        await reader.SkipAsync(Math.Max(0, furthest - reader.Position)).ConfigureAwait(false);
    }

    /// <summary>Reserves memory for one value. Returns <see langword="false"/> if none is left.</summary>
    public bool TryKeep()
    {
        var free = keptValues < MaxKept;
        if (free)
            keptValues++;
        return free;
    }

    /// <summary>Releases the memory of <paramref name="values"/> values.</summary>
    public void Forget(int values) => keptValues -= values;

    public void Dispose() => behind.Dispose();

    // Only the first directory may read the kept bytes: thousands of others might each read all of them.
    private bool IsKept(TiffValues values) => !travelling && values.Offset >= behindStart && values.End <= behindStart + behind.Length;

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
