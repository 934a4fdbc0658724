using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>Jobs of one image, one after the other, on an idle product.</summary>
internal static class OverheadContender
{
    public static readonly Column[] Columns = [new("p50 ms", "p50_milliseconds"), new("p95 ms", "p95_milliseconds")];

    public static readonly SleepRange Sleep = SleepRange.Exactly(TimeSpan.FromSeconds(0.1));

    /// <summary>Jobs before the ones that count: a service is rarely asked for the first time.</summary>
    private const int WarmUps = 10;

    /// <summary>Between two reads of the status.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>The whole job, its own download and sleep, and last what is beyond them.</summary>
    public static async Task<IReadOnlyList<Row>> RunAsync(Product product, string host, int count, CancellationToken cancellationToken)
    {
        var jobs = new List<(double Total, double Own)>();
        for (var job = 0; job < WarmUps + count; job++)
            jobs.Add(await RunAsync(product, host, cancellationToken));
        jobs.RemoveRange(0, WarmUps);
        return
        [
            Summarise("whole job", jobs.Select(job => job.Total)),
            Summarise("download and sleep", jobs.Select(job => job.Own)),
            Summarise("overhead", jobs.Select(job => job.Total - job.Own)),
        ];
    }

    private static async Task<(double Total, double Own)> RunAsync(Product product, string host, CancellationToken cancellationToken)
    {
        var client = new JobClient(product.Http);
        var body = Visits.ToBody(Visits.Spread([host], 1, 1));
        var started = Stopwatch.GetTimestamp();
        var (jobId, _) = await client.SubmitAsync(body, cancellationToken);
        await client.CompleteAsync(jobId, Pause, cancellationToken);
        var total = Stopwatch.GetElapsedTime(started);
        var ledger = new LedgerFile(product.Database);
        ledger.Verify(jobId, 1);
        return (total.TotalMilliseconds, ledger.ReadElapsed(jobId).TotalMilliseconds);
    }

    private static Row Summarise(string name, IEnumerable<double> milliseconds)
    {
        double[] all = [.. milliseconds];
        return new Row(name, Statistics.Percentile(all, 50), Statistics.Percentile(all, 95));
    }
}
