using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Report;

/// <summary>The figures of one contender, one for each column of its table; <see langword="null"/> where it has none.</summary>
internal sealed record Row(string Name, params double?[] Values)
{
    /// <summary>The rows whose median this one is; empty if it was measured itself.</summary>
    public IReadOnlyList<Row> Rounds { get; init; } = [];

    /// <summary>The resources that each process used, including the origin.</summary>
    public IReadOnlyList<ProcessCost> Processes { get; init; } = [];

    /// <summary>The least of each column in all rounds.</summary>
    public Row Least => new("  least", Columns(Rounds, Enumerable.Min));

    /// <summary>The most of each column in all rounds.</summary>
    public Row Most => new("  most", Columns(Rounds, Enumerable.Max));

    /// <summary>The median of each column.</summary>
    public static Row Median(string name, IReadOnlyList<Row> rows) =>
        new(name, Columns(rows, Statistics.Median)) { Rounds = rows, Processes = MedianCosts(rows) };

    /// <summary>This row's figures divided by those of <paramref name="yardstick"/>.</summary>
    public Row Over(Row yardstick) => new("ratio", [.. Values.Zip(yardstick.Values, (mine, its) => mine / its)]);

    private static double?[] Columns(IReadOnlyList<Row> rows, Func<IEnumerable<double>, double> summarise) =>
        [
            .. Enumerable
                .Range(0, rows[0].Values.Length)
                .Select(column =>
                    rows.All(row => row.Values[column] is not null)
                        ? summarise(rows.Select(row => row.Values[column]!.Value))
                        : (double?)null
                ),
        ];

    private static IReadOnlyList<ProcessCost> MedianCosts(IReadOnlyList<Row> rows) =>
        [
            .. rows.SelectMany(row => row.Processes)
                .GroupBy(process => process.Process, process => process.Cost)
                .Select(group => new ProcessCost(
                    group.Key,
                    new Cost(
                        TimeSpan.FromSeconds(Statistics.Median(group.Select(cost => cost.Cpu.TotalSeconds))),
                        (long)Statistics.Median(group.Select(cost => (double)cost.PeakBytes))
                    )
                )),
        ];
}
