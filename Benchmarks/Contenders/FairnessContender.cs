using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>Jobs of one image, first alone and then during a large job of the same product.</summary>
internal static class FairnessContender
{
    public static readonly Column[] Columns =
    [
        new("p50 ms", "p50_milliseconds"),
        new("p95 ms", "p95_milliseconds"),
        new("max ms", "max_milliseconds"),
        new("large img/s", "large_job_images_per_second"),
    ];

    /// <summary>Jobs before the ones that count: a service is rarely asked for the first time.</summary>
    private const int WarmUps = 10;

    /// <param name="count">Jobs of one image, each time.</param>
    /// <param name="large">The large job.</param>
    public static async Task<IReadOnlyList<Row>> RunAsync(
        ProductSetup setup,
        string host,
        string network,
        int count,
        string[][] large,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        var jobs = new OneImageJobs(product, host);
        await jobs.RunAsync(WarmUps, cancellationToken);
        var idle = Summarise("idle", await jobs.RunAsync(count, cancellationToken), null);
        Progress.Say($"idle: p95 {idle.Values[1]:F0} ms");

        var background = await BackgroundJob.StartAsync(product, large, cancellationToken);
        var (started, done) = (Stopwatch.GetTimestamp(), background.CountMeasured());
        var times = await jobs.RunAsync(count, cancellationToken);
        var pace = (background.CountMeasured() - done) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await background.CheckOngoingAsync(cancellationToken);
        var beside = Summarise("during a large job", times, pace);
        return [idle, beside, beside.Over(idle)];
    }

    private static Row Summarise(string name, double[] times, double? pace) =>
        new(name, Statistics.Percentile(times, 50), Statistics.Percentile(times, 95), times.Max(), pace);
}
