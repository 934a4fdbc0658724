using Microsoft.Extensions.Options;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Begins exports.</summary>
internal sealed class JobExports(
    JobReferences references, IGrainFactory grains, ClusterCall cluster, IOptions<ApiOptions> options, TimeProvider time, ILogger<JobExport> logger)
{
    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(5), Total: TimeSpan.FromSeconds(6));

    /// <summary>An export whose first piece is there, so that nothing has been sent yet when there is no job, or no answer.</summary>
    public async Task<(JobExport? Export, Problem? Problem)> BeginAsync(long jobId, ImageFilter filter, ImageLines lines, CancellationToken aborted)
    {
        var (answered, pieces) = await cluster.TryAsync(() => OpenAsync(jobId, filter, aborted), Budget);
        if (!answered) return (null, Problem.Unavailable);
        return pieces is null ? (null, Problem.JobNotFound) : (new JobExport(jobId, pieces, lines, StoreNames.Of(grains, cluster), options.Value.MaxExportDuration, time, logger), null);
    }

    /// <summary>One that is left behind ends by itself, when nobody asks for its next piece.</summary>
    private async Task<IAsyncEnumerator<JobImagePage>?> OpenAsync(long jobId, ImageFilter filter, CancellationToken aborted)
    {
        var pieces = references.Images(jobId).ExportAsync(filter, aborted).WithBatchSize(1).GetAsyncEnumerator(aborted);
        try
        {
            if (await pieces.MoveNextAsync()) return pieces;
        }
        catch
        {
            await pieces.DisposeAsync();
            throw;
        }

        await pieces.DisposeAsync();
        return null;
    }
}
