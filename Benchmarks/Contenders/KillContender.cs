using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>A job that loses a silo: measures how long it stalls, and checks that nothing is lost.</summary>
internal static class KillContender
{
    public static readonly Column[] Columns = [new("standstill s", "standstill_seconds"), new("seconds after", "seconds_after")];

    /// <summary>Interval between two reads of the ledger. The front end is not queried, because it may have lost its silo too.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="victim">The silo, counted from 0.</param>
    public static async Task<Row> RunAsync(
        ProductSetup setup,
        string network,
        string[][] visits,
        int victim,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        var images = Visits.CountImages(visits);
        var (jobId, _) = await new JobClient(product.Http).SubmitAsync(Visits.ToBody(visits), cancellationToken);
        var ledger = new LedgerFile(product.Database);
        while (ledger.CountMeasured(jobId) < images / 10)
            await Task.Delay(Pause, cancellationToken);

        await product.KillSiloAsync(victim);
        var killed = Stopwatch.GetTimestamp();
        var standstill = await WatchAsync(ledger, jobId, cancellationToken);
        ledger.Verify(jobId, images);
        return new Row(
            $"silo {victim + 1} of {setup.Silos} killed",
            standstill.TotalSeconds,
            Stopwatch.GetElapsedTime(killed).TotalSeconds
        );
    }

    /// <summary>Waits until the job ends, and returns the longest time without progress.</summary>
    private static async Task<TimeSpan> WatchAsync(LedgerFile ledger, long jobId, CancellationToken cancellationToken)
    {
        using var progress = new Progress($"job {jobId} continues without the silo");
        var (longest, moved, before) = (TimeSpan.Zero, Stopwatch.GetTimestamp(), ledger.CountMeasured(jobId));
        while (true)
        {
            await Task.Delay(Pause, cancellationToken);
            var (now, status) = (ledger.CountMeasured(jobId), ledger.ReadStatus(jobId));
            if (Stopwatch.GetElapsedTime(moved) is var still && still > longest)
                longest = still;
            if (status == "completed")
                return longest;
            if (status != "ongoing")
                throw new BenchmarkException($"A silo was killed, and its job ended as {status}.");
            if (now != before)
                (before, moved) = (now, Stopwatch.GetTimestamp());
        }
    }
}
