namespace RetailPulse.Benchmarks.Processes;

/// <summary>What one process has used.</summary>
/// <param name="Process">Its part, such as <c>silo 2</c>.</param>
internal sealed record ProcessCost(string Process, Cost Cost)
{
    /// <summary>The part of a database's processes. Their memory is told, and not added to anyone's.</summary>
    public const string Database = "database";

    /// <summary>The part of the origin, whose work counts for nobody.</summary>
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
