using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>A fresh product, and work of one size: either one job of many images, or many jobs of two.</summary>
internal static class FlatContender
{
    private const int ImagesPerVisit = 10;
    private const int ImagesPerSmallJob = 2;
    private const int ReadsPerSecond = 20;

    /// <summary>Connections on which small jobs are submitted.</summary>
    private const int Connections = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The status that is read is the job's own, from its <c>201</c> to its end.</summary>
    public static async Task<Row> RunJobAsync(
        ProductSetup setup,
        string host,
        string network,
        int images,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        var client = new JobClient(product.Http);
        var visits = Visits.Spread([host], Math.Max(1, images / ImagesPerVisit), Math.Min(images, ImagesPerVisit));
        var body = Visits.ToBody(visits);
        var (started, before) = (Stopwatch.GetTimestamp(), product.Cost);
        var (jobId, _) = await client.SubmitAsync(body, cancellationToken);
        var reads = await SteadyReads.DuringAsync(
            product.Http,
            JobClient.StatusPath(jobId),
            ReadsPerSecond,
            () => client.CompleteAsync(jobId, Pause, cancellationToken)
        );
        var (wall, after) = (Stopwatch.GetElapsedTime(started), product.Cost);
        new LedgerFile(product.Database).Verify(jobId, Visits.CountImages(visits));
        return FlatFigures.From(
            $"{images} images",
            Visits.CountImages(visits),
            1,
            wall,
            before,
            after,
            reads,
            DatabaseSize.Read(product.Database)
        );
    }

    /// <summary>The status that is read is that of an earlier job.</summary>
    public static async Task<Row> RunJobsAsync(
        ProductSetup setup,
        string host,
        string network,
        int jobs,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        var client = new JobClient(product.Http);
        var body = Visits.ToBody(Visits.Spread([host], 1, ImagesPerSmallJob));
        var (earlier, _) = await client.SubmitAsync(body, cancellationToken);
        await client.CompleteAsync(earlier, Pause, cancellationToken);
        var (started, before) = (Stopwatch.GetTimestamp(), product.Cost);
        var reads = await SteadyReads.DuringAsync(
            product.Http,
            JobClient.StatusPath(earlier),
            ReadsPerSecond,
            () => CompleteAsync(client, body, jobs, cancellationToken)
        );
        var (wall, after) = (Stopwatch.GetElapsedTime(started), product.Cost);
        new LedgerFile(product.Database).VerifyAll((jobs + 1) * ImagesPerSmallJob);
        return FlatFigures.From(
            $"{jobs} jobs",
            jobs * ImagesPerSmallJob,
            jobs,
            wall,
            before,
            after,
            reads,
            DatabaseSize.Read(product.Database)
        );
    }

    private static async Task CompleteAsync(JobClient client, byte[] body, int jobs, CancellationToken cancellationToken)
    {
        var ids = new long[jobs];
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, jobs, lanes, async (job, token) => (ids[job], _) = await client.SubmitAsync(body, token));
        foreach (var jobId in ids)
            await client.CompleteAsync(jobId, Pause, cancellationToken);
    }
}
