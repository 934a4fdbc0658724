using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>
/// Jobs of different sizes, submitted together. Measures how much longer each takes than with equal shares of the total rate of the
/// product. It shows how the rate is divided, not how high it is.
/// </summary>
internal static class SharesContender
{
    public static readonly Column[] Columns =
    [
        new("jobs", "jobs"),
        new("images", "images"),
        new("images/s", "images_per_second"),
        new("p50 slowdown", "median_slowdown"),
        new("max slowdown", "worst_slowdown"),
        new("its images", "worst_job_images"),
    ];

    private const int ImagesPerVisit = 10;
    private const int WarmUp = 1000;

    /// <summary>Between two reads of one job's status: what counts is what the ledger says afterwards.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns a number of sizes, each larger than the previous one by the same factor. Every visit has ten images.</summary>
    public static int[] Sizes(int jobs, int smallest, int largest) =>
        [
            .. Enumerable
                .Range(0, jobs)
                .Select(job => Round(smallest * Math.Pow((double)largest / smallest, jobs == 1 ? 0 : (double)job / (jobs - 1)))),
        ];

    /// <param name="shortest">In seconds: no job ends sooner, because no image does.</param>
    public static async Task<Row> RunAsync(
        ProductSetup setup,
        string host,
        string network,
        int[] sizes,
        double shortest,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        await CompleteAsync(product, host, [WarmUp], cancellationToken);
        int[] mixed = [.. sizes];
        new Random(1).Shuffle(mixed);
        var jobs = await CompleteAsync(product, host, mixed, cancellationToken);
        return Summarise(mixed, [.. jobs.Select(job => job.Arrival)], [.. jobs.Select(job => job.End)], shortest);
    }

    private static Row Summarise(int[] sizes, double[] arrivals, double[] ends, double shortest)
    {
        var pace = sizes.Sum() / (ends.Max() - arrivals.Min());
        var fair = EqualShares.Ends(arrivals, sizes, pace);
        var slowdowns = sizes
            .Select((size, job) => (Slowdown: (ends[job] - arrivals[job]) / Math.Max(fair[job] - arrivals[job], shortest), Size: size))
            .ToArray();
        var worst = slowdowns.Max();
        return new Row(
            "together",
            sizes.Length,
            sizes.Sum(),
            pace,
            Statistics.Median(slowdowns.Select(job => job.Slowdown)),
            worst.Slowdown,
            worst.Size
        );
    }

    /// <summary>Submits a job of each size, and returns the times, in seconds, of its acceptance and of its last result.</summary>
    private static async Task<(double Arrival, double End)[]> CompleteAsync(
        Product product,
        string host,
        int[] sizes,
        CancellationToken cancellationToken
    )
    {
        var client = new JobClient(product.Http);
        byte[][] bodies = [.. sizes.Select(size => Visits.ToBody(Visits.Spread([host], size / ImagesPerVisit, ImagesPerVisit)))];
        var (clock, began) = (Stopwatch.StartNew(), TimeProvider.System.GetUtcNow());
        var jobs = await Task.WhenAll(bodies.Select(SubmitAsync));
        foreach (var (jobId, _) in jobs)
            await client.CompleteAsync(jobId, Pause, cancellationToken);
        var ledger = new LedgerFile(product.Database);
        return [.. jobs.Select(job => (job.Arrival, (ledger.ReadLastMeasured(job.JobId) - began).TotalSeconds))];

        async Task<(long JobId, double Arrival)> SubmitAsync(byte[] body)
        {
            var (jobId, _) = await client.SubmitAsync(body, cancellationToken);
            return (jobId, clock.Elapsed.TotalSeconds);
        }
    }

    private static int Round(double images) => Math.Max(1, (int)Math.Round(images / ImagesPerVisit)) * ImagesPerVisit;
}
