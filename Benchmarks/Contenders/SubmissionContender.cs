using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>
/// Measures how long a <c>201</c> takes, and how long reads of another job's status take meanwhile. A <c>201</c> waits for the disk and for
/// no image, so no image is processed: either the stores are unknown, and each job fails before the next one is submitted; or they are
/// known, and the images of earlier jobs sleep in all slots.
/// </summary>
internal static class SubmissionContender
{
    public const int ImagesPerVisit = 10;

    /// <summary>The longest sleep that the product accepts, so that no image ends while jobs of known stores are submitted.</summary>
    public static readonly SleepRange Sleep = SleepRange.Exactly(TimeSpan.FromSeconds(60));

    public static readonly Column[] Columns =
    [
        new("201 p50 ms", "accepted_p50_milliseconds"),
        new("201 p99 ms", "accepted_p99_milliseconds"),
        new("201 max ms", "accepted_max_milliseconds"),
        new("read p99 ms", "status_p99_milliseconds"),
        new("read max ms", "status_max_milliseconds"),
        new("body MB", "body_megabytes"),
        new("memory/body", "memory_growth_over_body"),
    ];

    private const int ReadsPerSecond = 50;

    /// <summary>Number of submissions before those that are measured, because the first ones compile code.</summary>
    private const int WarmUps = 3;

    private const double Megabyte = 1_000_000;

    /// <summary>Time in which the first jobs of known stores download the images that then sleep.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Submits jobs of unknown stores, each after the end of the one before.</summary>
    public static async Task<Row> RunIdleAsync(
        ProductSetup setup,
        string host,
        string network,
        int images,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        var body = Visits.ToBody(Spread(host, images), RunFolder.UnknownStoreId);
        return await MeasureAsync($"{images} idle", product, host, body, count, waitForEnd: true, cancellationToken);
    }

    /// <summary>Jobs of known stores, during the earlier ones.</summary>
    public static async Task<Row> RunAlongsideAsync(
        ProductSetup setup,
        string host,
        string network,
        int images,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        return await MeasureAsync(
            $"{images} during jobs",
            product,
            host,
            Visits.ToBody(Spread(host, images)),
            count,
            waitForEnd: false,
            cancellationToken
        );
    }

    /// <summary>Measures by how much one submission of nearly this many bytes raises the product's peak memory.</summary>
    public static async Task<Row> RunLargestAsync(
        ProductSetup setup,
        string host,
        string network,
        int bytes,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        var body = Fill(host, bytes);
        await WarmUpAsync(product, host, cancellationToken);
        product.ForgetPeak();
        var before = product.Cost.PeakBytes;
        var (_, took) = await new JobClient(product.Http).SubmitAsync(body, cancellationToken);
        var growth = product.Cost.PeakBytes - before;
        return new Row(
            "largest body",
            took.TotalMilliseconds,
            null,
            null,
            null,
            null,
            body.Length / Megabyte,
            (double)growth / body.Length
        );
    }

    private static async Task<Row> MeasureAsync(
        string name,
        Product product,
        string host,
        byte[] body,
        int count,
        bool waitForEnd,
        CancellationToken cancellationToken
    )
    {
        var finished = await WarmUpAsync(product, host, cancellationToken);
        for (var job = 0; job < WarmUps; job++)
            await SubmitAsync(product, body, waitForEnd, cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        var accepted = new List<double>();
        var reads = await SteadyReads.DuringAsync(
            product.Http,
            JobClient.StatusPath(finished),
            ReadsPerSecond,
            async () =>
            {
                for (var job = 0; job < count; job++)
                    accepted.Add(await SubmitAsync(product, body, waitForEnd, cancellationToken));
            }
        );
        return new Row(
            name,
            Statistics.Percentile(accepted, 50),
            Statistics.Percentile(accepted, 99),
            accepted.Max(),
            Statistics.Percentile(reads, 99),
            reads.Max(),
            body.Length / Megabyte,
            null
        );
    }

    private static async Task<double> SubmitAsync(Product product, byte[] body, bool waitForEnd, CancellationToken cancellationToken)
    {
        var client = new JobClient(product.Http);
        var (jobId, took) = await client.SubmitAsync(body, cancellationToken);
        if (waitForEnd)
            await client.EndAsync(jobId, Pause, cancellationToken);
        return took.TotalMilliseconds;
    }

    /// <summary>Returns a job that has ended.</summary>
    private static async Task<long> WarmUpAsync(Product product, string host, CancellationToken cancellationToken)
    {
        var client = new JobClient(product.Http);
        var body = Visits.ToBody(Spread(host, ImagesPerVisit), RunFolder.UnknownStoreId);
        long last = 0;
        for (var job = 0; job < WarmUps; job++)
        {
            (last, _) = await client.SubmitAsync(body, cancellationToken);
            await client.EndAsync(last, Pause, cancellationToken);
        }

        return last;
    }

    /// <summary>Returns the largest body up to a number of bytes, to within a hundredth.</summary>
    private static byte[] Fill(string host, int bytes)
    {
        // Visits with longer numbers take more than the first.
        var first = Visits.ToBody(Spread(host, ImagesPerVisit), RunFolder.UnknownStoreId).Length;
        for (var visits = bytes / first; ; visits -= Math.Max(1, visits / 100))
        {
            var body = Visits.ToBody(Visits.Spread([host], visits, ImagesPerVisit), RunFolder.UnknownStoreId);
            if (body.Length <= bytes)
                return body;
        }
    }

    private static string[][] Spread(string host, int images) =>
        Visits.Spread([host], Math.Max(1, images / ImagesPerVisit), Math.Min(images, ImagesPerVisit));
}
