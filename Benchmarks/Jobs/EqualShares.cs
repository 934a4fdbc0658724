namespace RetailPulse.Benchmarks.Jobs;

/// <summary>
/// What perfect fairness would give: at every moment all jobs that are there are served at the same rate, and together at the full one.
/// </summary>
/// <remarks>L. Kleinrock, "Time-shared systems: a theoretical treatment", JACM 14 (1967): processor sharing.</remarks>
internal static class EqualShares
{
    /// <summary>When each job would end.</summary>
    /// <param name="arrivals">When each came, in seconds.</param>
    /// <param name="sizes">Images of each.</param>
    /// <param name="rate">Images per second of all together.</param>
    public static double[] Ends(IReadOnlyList<double> arrivals, IReadOnlyList<int> sizes, double rate)
    {
        var (ends, left) = (new double[sizes.Count], sizes.Select(size => (double)size).ToArray());
        var coming = new Queue<int>(Enumerable.Range(0, sizes.Count).OrderBy(job => arrivals[job]));
        var present = new List<int>();
        for (var now = 0.0; coming.Count + present.Count > 0; )
        {
            var first = present.Count == 0 ? -1 : present.MinBy(job => left[job]);
            var end = first < 0 ? double.PositiveInfinity : now + left[first] * present.Count / rate;
            var next = coming.Count == 0 ? end : Math.Min(end, arrivals[coming.Peek()]);
            foreach (var job in present)
                left[job] -= (next - now) * rate / present.Count;
            now = next;
            if (next < end)
            {
                present.Add(coming.Dequeue());
                continue;
            }

            ends[first] = now;
            present.Remove(first);
        }

        return ends;
    }
}
