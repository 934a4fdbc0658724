namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// What lies ahead in a TIFF file, visited in the order in which it lies there and not in which it was heard of. What lies behind
/// when it is heard of is there, for the stream has passed it, but cannot be read any more.
/// </summary>
internal sealed class TiffRoute(ForwardReader reader)
{
    // With the values kept, well below 1 MiB. What is planned beyond that must be there, but is not looked at.
    private const int MaxStops = 1_024;
    private const int MaxKept = 32_768;

    private readonly PriorityQueue<Func<ValueTask<Finding?>>, long> stops = new();
    private long furthest;
    private int keptValues;

    /// <summary>The stream must hold <paramref name="length"/> bytes at <paramref name="offset"/>.</summary>
    public void Reach(long offset, long length) =>
        furthest = Math.Max(furthest, offset > long.MaxValue - length ? long.MaxValue : offset + length);

    /// <summary>Whether what begins at <paramref name="offset"/> can still be read.</summary>
    public bool IsAhead(long offset) => offset >= reader.Position;

    /// <summary>Has <paramref name="visit"/> called when the stream gets to <paramref name="offset"/>, unless that lies behind.</summary>
    public void Plan(long offset, Func<ValueTask<Finding?>> visit)
    {
        if (!IsAhead(offset))
            return;
        if (stops.Count < MaxStops)
            stops.Enqueue(visit, offset);
        else
            Reach(offset, 1);
    }

    /// <summary>Has <paramref name="visit"/> called with the index and value of each number, as far as they do not lie behind.</summary>
    public void Plan(TiffValues values, Action<long, long> visit)
    {
        if (!values.Unsigned)
            return;
        if (!values.Inline)
            Plan(values.Offset, () => WalkAsync(values, visit));
        else
            for (var i = 0; i < (int)values.Count; i++)
                visit(i, values.At(i));
    }

    /// <summary>Makes every visit, those that become planned meanwhile too, until one fails; then goes on to the furthest byte.</summary>
    public async ValueTask<Finding?> TravelAsync()
    {
        while (!reader.Overran && stops.TryDequeue(out var visit, out var offset))
        {
            // Two may have begun at the same byte.
            if (!IsAhead(offset))
                continue;
            await reader.SkipAsync(offset - reader.Position).ConfigureAwait(false);
            if (await visit().ConfigureAwait(false) is { } failure)
                return failure;
        }
        await reader.SkipAsync(Math.Max(0, furthest - reader.Position)).ConfigureAwait(false);
        return null;
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

    private async ValueTask<Finding?> WalkAsync(TiffValues values, Action<long, long> visit)
    {
        ulong index = 0;
        while (index < values.Count && await reader.NeedAsync(values.Length).ConfigureAwait(false))
            index += VisitBuffered(values, index, visit);
        return null;
    }

    private ulong VisitBuffered(TiffValues values, ulong index, Action<long, long> visit)
    {
        var data = reader.Buffered;
        var count = (int)Math.Min(values.Count - index, (ulong)(data.Length / values.Length));
        for (var i = 0; i < count; i++)
            visit((long)index + i, values.Encoding.ReadOffset(data.Slice(i * values.Length, values.Length)));
        reader.Advance(count * values.Length);
        return (ulong)count;
    }
}
