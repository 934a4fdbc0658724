using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>
/// Runs contenders one after the other, a number of times. The first one rotates, so that a warm or busy machine favors none.
/// </summary>
/// <param name="deadline">Seconds for one run of one contender.</param>
internal sealed class Contest(IReadOnlyList<Func<CancellationToken, Task<Row>>> contenders, int repeat, int deadline)
{
    /// <summary>For each contender, its rows in the order of the rounds.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Row>>> RunAsync(CancellationToken cancellationToken)
    {
        List<Row>[] rows = [.. contenders.Select(_ => new List<Row>())];
        for (var round = 0; round < repeat; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var contender = (round + turn) % contenders.Count;
                rows[contender].Add(await RunGuard.WithinAsync(deadline, contenders[contender], cancellationToken));
                Progress.Say($"{rows[contender][^1].Name}: {rows[contender][^1].Values[0]:F1}");
            }
        }

        return rows;
    }
}
