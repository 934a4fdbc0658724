using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>Several jobs whose host is well, alone or beside a job all of whose images come slowly.</summary>
internal static class SlowHostContender
{
    public static readonly Column[] Columns = [new("median s", "median_seconds"), new("worst s", "worst_seconds"), new("images/s", "healthy_images_per_second")];

    private const int WarmUp = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="healthy">One of the jobs that count.</param>
    /// <param name="jobs">How many of them there are.</param>
    /// <param name="slow">The job beside them; <see langword="null"/>: none.</param>
    public static async Task<Row> RunAsync(
        string name, ProductSetup setup, string network, string[][] healthy, int jobs, string[][]? slow, CancellationToken cancellationToken)
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        await CompleteAsync(product, Visits.ToBody([[.. healthy.SelectMany(urls => urls).Take(WarmUp)]]), cancellationToken);
        var background = slow is null ? null : await BackgroundJob.StartAsync(product, slow, cancellationToken);
        var body = Visits.ToBody(healthy);
        var times = await Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => CompleteAsync(product, body, cancellationToken)));
        if (background is not null) await background.CheckOngoingAsync(cancellationToken);
        return new Row(name, Statistics.Median(times), times.Max(), jobs * Visits.CountImages(healthy) / times.Max());
    }

    /// <summary>Answers the seconds until the last image had its result.</summary>
    private static async Task<double> CompleteAsync(Product product, byte[] body, CancellationToken cancellationToken)
    {
        var client = new JobClient(product.Http);
        var started = TimeProvider.System.GetUtcNow();
        var (jobId, _) = await client.SubmitAsync(body, cancellationToken);
        await client.CompleteAsync(jobId, Pause, cancellationToken);
        return (new LedgerFile(product.Database).ReadLastMeasured(jobId) - started).TotalSeconds;
    }
}
