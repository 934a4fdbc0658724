using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>A comparison of two contenders, one of which is the baseline.</summary>
internal sealed class PairedRun(
    Func<CancellationToken, Task<Row>> yardstick,
    Func<CancellationToken, Task<Row>> challenger,
    int repeat,
    int deadline
)
{
    /// <summary>The medians of both, and the median of the rounds' ratios.</summary>
    public async Task<IReadOnlyList<Row>> RunAsync(CancellationToken cancellationToken)
    {
        var rows = await new Contest([yardstick, challenger], repeat, deadline).RunAsync(cancellationToken);
        return
        [
            Row.Median(rows[0][0].Name, rows[0]),
            Row.Median(rows[1][0].Name, rows[1]),
            Row.Median("ratio", [.. rows[1].Zip(rows[0], (one, other) => one.Over(other))]),
        ];
    }
}
