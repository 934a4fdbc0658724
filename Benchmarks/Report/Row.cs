namespace RetailPulse.Benchmarks.Report;

/// <summary>The figures of one contender, one for each column of its table; <see langword="null"/> where it has none.</summary>
internal sealed record Row(string Name, params double?[] Values)
{
    /// <summary>The median of each column.</summary>
    public static Row Median(string name, IReadOnlyList<Row> rows) => new(name, Columns(rows, Statistics.Median));

    /// <summary>This row's figures divided by those of <paramref name="yardstick"/>.</summary>
    public Row Over(Row yardstick) => new("ratio", [.. Values.Zip(yardstick.Values, (mine, its) => mine / its)]);

    private static double?[] Columns(IReadOnlyList<Row> rows, Func<IEnumerable<double>, double> summarise) =>
    [
        .. Enumerable.Range(0, rows[0].Values.Length)
            .Select(column => rows.All(row => row.Values[column] is not null) ? summarise(rows.Select(row => row.Values[column]!.Value)) : (double?)null),
    ];
}
