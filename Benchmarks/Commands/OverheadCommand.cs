using System.CommandLine;
using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Jobs of one image, one after the other: what they take beyond their own download and sleep.</summary>
internal static class OverheadCommand
{
    /// <summary>Jobs before the ones that count: a service is rarely asked for the first time.</summary>
    private const int WarmUps = 10;

    private static readonly SleepRange Sleep = SleepRange.Exactly(TimeSpan.FromSeconds(0.1));

    /// <summary>Between two reads of the status.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private static readonly Option<int> Count = new("--count") { Description = "jobs", DefaultValueFactory = _ => 50 };

    public static Command Create() => new Command("overhead", "Jobs of one image on an idle product: milliseconds beyond their own download and sleep. Promised: at most 10 at the median.")
        .With(Count, Settings.Size, Settings.Slots, Settings.Silos, Settings.Database, Settings.Deadline, Settings.Set, Settings.Product)
        .Measures((line, cancellationToken) => Guard.WithinAsync(line.GetValue(Settings.Deadline), token => MeasureAsync(line, token), cancellationToken));

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var count = line.GetValue(Count);
        await using var origin = await OriginProcess.StartAsync(line.GetValue(Settings.Size), cancellationToken);
        await using var product = await Product.StartAsync(line.ReadProduct(Sleep), origin.Network, cancellationToken);
        var jobs = new List<(double Total, double Own)>();
        for (var job = 0; job < WarmUps + count; job++) jobs.Add(await RunAsync(product, origin.Host, cancellationToken));
        jobs.RemoveRange(0, WarmUps);
        return new Table(
            "overhead",
            $"{count} jobs of one image of {line.GetValue(Settings.Size)} bytes, sleep {Sleep}",
            [new("p50 ms", "p50_milliseconds"), new("p95 ms", "p95_milliseconds")],
            [Summarise("whole job", jobs.Select(job => job.Total)), Summarise("download and sleep", jobs.Select(job => job.Own)), Summarise("overhead", jobs.Select(job => job.Total - job.Own))]);
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
