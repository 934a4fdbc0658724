using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Jobs;

/// <summary>A job that runs while something else is measured, and must still be running when that is over.</summary>
internal sealed class BackgroundJob
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly JobClient client;
    private readonly LedgerFile ledger;

    private BackgroundJob(Product product, long jobId)
    {
        client = new JobClient(product.Http);
        ledger = new LedgerFile(product.Database);
        JobId = jobId;
    }

    public long JobId { get; }

    /// <summary>Returns when the first of its images has a result.</summary>
    public static async Task<BackgroundJob> StartAsync(Product product, string[][] visits, CancellationToken cancellationToken)
    {
        var job = await SubmitAsync(product, visits, cancellationToken);
        while (job.CountMeasured() == 0)
            await Task.Delay(Pause, cancellationToken);
        return job;
    }

    /// <summary>Returns when the job is accepted.</summary>
    public static async Task<BackgroundJob> SubmitAsync(Product product, string[][] visits, CancellationToken cancellationToken)
    {
        var (jobId, _) = await new JobClient(product.Http).SubmitAsync(Visits.ToBody(visits), cancellationToken);
        return new BackgroundJob(product, jobId);
    }

    public long CountMeasured() => ledger.CountMeasured(JobId);

    /// <exception cref="BenchmarkException">It ended too early.</exception>
    public async Task CheckOngoingAsync(CancellationToken cancellationToken)
    {
        if (!await client.IsOngoingAsync(JobId, cancellationToken))
            throw new BenchmarkException("The job during which this was measured ended too early; give it more images, or measure less.");
    }
}
