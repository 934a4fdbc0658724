using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Two contenders, one after the other, as often as asked; who begins alternates, so that what warms or wears the machine favours neither.</summary>
internal sealed class Duel(Func<CancellationToken, Task<Row>> yardstick, Func<CancellationToken, Task<Row>> challenger, int repeat, int deadline)
{
    /// <summary>The medians of both, and the median of the rounds' ratios.</summary>
    public async Task<IReadOnlyList<Row>> RunAsync(CancellationToken cancellationToken)
    {
        List<Row> yardsticks = [], challengers = [];
        for (var round = 0; round < repeat; round++)
        {
            if (round % 2 == 0) yardsticks.Add(await RunAsync(yardstick, cancellationToken));
            challengers.Add(await RunAsync(challenger, cancellationToken));
            if (round % 2 == 1) yardsticks.Add(await RunAsync(yardstick, cancellationToken));
        }

        return
        [
            Row.Median(yardsticks[0].Name, yardsticks),
            Row.Median(challengers[0].Name, challengers),
            Row.Median("ratio", [.. challengers.Zip(yardsticks, (one, other) => one.Over(other))]),
        ];
    }

    private async Task<Row> RunAsync(Func<CancellationToken, Task<Row>> contender, CancellationToken cancellationToken)
    {
        var row = await Guard.WithinAsync(deadline, contender, cancellationToken);
        Progress.Say($"{row.Name}: {row.Values[0]:F1}");
        return row;
    }
}
