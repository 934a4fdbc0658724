namespace RetailPulse.Benchmarks.Processes;

/// <summary>What one process has used.</summary>
/// <param name="Process">Its part, such as <c>silo 2</c>.</param>
internal sealed record ProcessCost(string Process, Cost Cost)
{
    /// <summary>The share of the database processes. Their memory is reported separately.</summary>
    public const string Database = "database";

    /// <summary>The share of the origin, which no contender is charged for.</summary>
    public const string Origin = "origin";

    /// <summary>
    /// Returns the processor time since <paramref name="before"/>, which covers the same processes, and the memory as it is now.
    /// </summary>
    public static IReadOnlyList<ProcessCost> Since(IReadOnlyList<ProcessCost> before, IReadOnlyList<ProcessCost> now) =>
        [.. now.Zip(before, (one, earlier) => one with { Cost = one.Cost.Add(-earlier.Cost.Cpu) })];

    /// <summary>All processor time, and the memory of all but a database.</summary>
    public static Cost Sum(IEnumerable<ProcessCost> processes) =>
        processes.Aggregate(
            default(Cost),
            (sum, one) => new Cost(sum.Cpu + one.Cost.Cpu, sum.PeakBytes + (one.Process == Database ? 0 : one.Cost.PeakBytes))
        );
}
