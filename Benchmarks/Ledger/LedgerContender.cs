extern alias product;

using System.Collections.Concurrent;
using System.Diagnostics;
using product::RetailPulse.Grains.Ledger;
using product::RetailPulse.Images;
using product::RetailPulse.Jobs;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Ledger;

/// <summary>The ledger alone: what group commit gives when many write, and what it costs when one does.</summary>
internal sealed class LedgerContender(LedgerEngine engine)
{
    public static readonly Column[] Columns =
    [
        new("rows/s", "rows_per_second"),
        new("p50 ms", "p50_milliseconds"),
        new("p99 ms", "p99_milliseconds"),
    ];

    private const int ImagesPerVisit = 10;

    /// <summary>Writes before the ones that count.</summary>
    private const int WarmUps = 50;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private int jobs;

    /// <summary>Writers that each write one result, wait until it is on disk, and write the next.</summary>
    public Task<Row> RunGroupAsync(int writers, TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync("group commit", writers, 1, duration, (job, number) => RecordAsync(Result(job, number)), cancellationToken);

    /// <summary>The same number of results in progress, ten to a transaction.</summary>
    public Task<Row> RunVisitsAsync(int writers, TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(
            "a commit per visit",
            Math.Max(1, writers / ImagesPerVisit),
            ImagesPerVisit,
            duration,
            (job, visit) =>
                engine.RecordVisitAsync([
                    .. Enumerable.Range(0, ImagesPerVisit).Select(image => Result(job, visit * ImagesPerVisit + image)),
                ]),
            cancellationToken
        );

    /// <summary>Single writes on an idle ledger, each followed by a bare commit of the same engine, and their difference.</summary>
    public async Task<IReadOnlyList<Row>> RunLoneAsync(int count, CancellationToken cancellationToken)
    {
        var job = await SubmitAsync();
        var (lone, bare) = (new List<double>(), new List<double>());
        for (var number = 0; number < WarmUps + count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lone.Add(await TimeAsync(() => RecordAsync(Result(job, number))));
            bare.Add(await TimeAsync(() => engine.CommitBareAsync(number).AsTask()));
        }

        var (write, commit) = (Summarise("lone write", null, lone.Skip(WarmUps)), Summarise("bare commit", null, bare.Skip(WarmUps)));
        return [write, commit, new Row("difference", [.. write.Values.Zip(commit.Values, (one, other) => one - other)])];
    }

    private async Task<Row> RunAsync(
        string name,
        int writers,
        int rows,
        TimeSpan duration,
        Func<int, int, Task> write,
        CancellationToken cancellationToken
    )
    {
        await WriteAsync(writers, WarmUp, write, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var latencies = await WriteAsync(writers, duration, write, cancellationToken);
        return Summarise(name, latencies.Count * rows / Stopwatch.GetElapsedTime(started).TotalSeconds, latencies);
    }

    private async Task<IReadOnlyCollection<double>> WriteAsync(
        int writers,
        TimeSpan duration,
        Func<int, int, Task> write,
        CancellationToken cancellationToken
    )
    {
        var (job, next, started, latencies) = (await SubmitAsync(), -1, Stopwatch.GetTimestamp(), new ConcurrentBag<double>());
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => WriteOnAsync()));
        return latencies;

        async Task WriteOnAsync()
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                cancellationToken.ThrowIfCancellationRequested();
                latencies.Add(await TimeAsync(() => write(job, Interlocked.Increment(ref next))));
            }
        }
    }

    /// <summary>Results are taken only for jobs that exist.</summary>
    private async Task<int> SubmitAsync()
    {
        await engine.Ledger.RecordSubmissionAsync(
            ++jobs,
            new JobSubmission([new VisitSubmission("S1", "t", ["http://images.example/"])]),
            Noon,
            CancellationToken.None
        );
        return jobs;
    }

    private async Task RecordAsync(ImageResult result)
    {
        if (!await engine.Ledger.RecordResultAsync(result, CancellationToken.None))
            throw new BenchmarkException("The ledger did not take a result that was new.");
    }

    private static async Task<double> TimeAsync(Func<Task> write)
    {
        var started = Stopwatch.GetTimestamp();
        await write();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static ImageResult Result(int job, int number) =>
        new(
            job,
            number / ImagesPerVisit,
            number % ImagesPerVisit,
            new ImageOutcome(ImageReason.None, "jpeg", 1920, 1080, 370_000, TimeSpan.FromMilliseconds(250)),
            1,
            [],
            Noon,
            "S127.0.0.1:11111:1"
        );

    private static Row Summarise(string name, double? rate, IEnumerable<double> latencies)
    {
        double[] all = [.. latencies];
        return new Row(name, rate, Statistics.Percentile(all, 50), Statistics.Percentile(all, 99));
    }
}
