namespace RetailPulse.WebFrontend.Access;

/// <summary>Counts repetitions until they are read. Its memory is bounded.</summary>
internal sealed class RepeatCounter<TKind>(int maxKinds)
    where TKind : notnull
{
    private readonly Lock gate = new();
    private Dictionary<TKind, long> counts = [];
    private long others;

    /// <summary>
    /// Returns whether this is the first of its kind since the last <see cref="Drain"/>. Beyond the maximum, no kind counts as new.
    /// </summary>
    public bool IsFirst(TKind kind)
    {
        lock (gate)
        {
            if (counts.TryGetValue(kind, out var count))
                counts[kind] = count + 1;
            else if (counts.Count < maxKinds)
                return counts.TryAdd(kind, 0);
            else
                others++;
            return false;
        }
    }

    /// <summary>
    /// Returns how often each kind was repeated, and the number of occurrences of kinds beyond the maximum. Then it starts over.
    /// </summary>
    public (IReadOnlyList<KeyValuePair<TKind, long>> Repeated, long Others) Drain()
    {
        lock (gate)
        {
            var drained = (counts.Where(kind => kind.Value > 0).ToList(), others);
            (counts, others) = ([], 0);
            return drained;
        }
    }
}
