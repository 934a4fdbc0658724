using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>A job some of whose hosts may be dead: what counts is when the last image of the others has its result.</summary>
internal static class HealthyContender
{
    public static readonly Column[] Columns =
    [
        new("healthy images/s", "healthy_images_per_second"),
        new("seconds", "seconds"),
        new("images", "healthy_images"),
    ];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <param name="healthy">The job's images whose hosts are well.</param>
    public static async Task<Row> RunAsync(
        string name,
        ProductSetup setup,
        string network,
        string[][] visits,
        int healthy,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        var client = new JobClient(product.Http);
        var body = Visits.ToBody(visits);
        var started = TimeProvider.System.GetUtcNow();
        var (jobId, _) = await client.SubmitAsync(body, cancellationToken);
        var ledger = new LedgerFile(product.Database);
        await WaitAsync(client, ledger, jobId, healthy, cancellationToken);
        var seconds = (ledger.ReadLastMeasured(jobId) - started).TotalSeconds;
        return new Row(name, healthy / seconds, seconds, healthy);
    }

    /// <summary>The dead host's images may take far longer, and are not waited for.</summary>
    private static async Task WaitAsync(JobClient client, LedgerFile ledger, long jobId, int healthy, CancellationToken cancellationToken)
    {
        using var progress = new Progress($"job {jobId} is ongoing");
        while (true)
        {
            var ended = (await client.ReadStatusAsync(jobId, cancellationToken)).GetProperty("status").GetString() != "ongoing";
            var measured = ledger.CountMeasured(jobId);
            if (measured == healthy)
                return;
            if (ended)
                throw new BenchmarkException($"The job ended with {measured} results for {healthy} images of healthy hosts.");
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
