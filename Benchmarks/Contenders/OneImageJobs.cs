using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>Jobs of one image, one after the other, as someone sees them who waits for each.</summary>
internal sealed class OneImageJobs(Product product, string host)
{
    /// <summary>Between two reads of the status.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly JobClient client = new(product.Http);
    private readonly byte[] body = Visits.ToBody(Visits.Spread([host], 1, 1));

    /// <summary>Returns the duration of each job, in milliseconds.</summary>
    public async Task<double[]> RunAsync(int count, CancellationToken cancellationToken)
    {
        var all = new double[count];
        for (var job = 0; job < count; job++)
            all[job] = await RunAsync(cancellationToken);
        return all;
    }

    private async Task<double> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var (jobId, _) = await client.SubmitAsync(body, cancellationToken);
        await client.CompleteAsync(jobId, Pause, cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
