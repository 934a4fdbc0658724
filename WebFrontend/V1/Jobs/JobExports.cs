using Microsoft.Extensions.Options;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Begins exports of jobs.</summary>
internal sealed class JobExports(
    JobReferences references,
    IGrainFactory grains,
    ClusterCall cluster,
    IOptions<ApiOptions> options,
    TimeProvider time,
    ILogger<JobExport> logger
)
{
    /// <summary>
    /// Returns an export whose first chunk has arrived, so that nothing has been sent yet if it fails; <see langword="null"/> if the job
    /// does not exist.
    /// </summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<JobExport?> BeginAsync(long jobId, ImageFilter filter, ImageLines lines, CancellationToken aborted)
    {
        var chunks = await cluster.CallAsync(() => OpenAsync(jobId, filter, aborted), CallBudgets.Page);
        return chunks is null
            ? null
            : new JobExport(jobId, chunks, lines, StoreNames.Of(grains, cluster), options.Value.MaxExportDuration, time, logger);
    }

    /// <summary>Opens the export in the cluster. An abandoned one ends by itself, because its next chunk is never requested.</summary>
    private async Task<IAsyncEnumerator<JobImagePage>?> OpenAsync(long jobId, ImageFilter filter, CancellationToken aborted)
    {
        var chunks = references.Images(jobId).ExportAsync(filter, aborted).WithBatchSize(1).GetAsyncEnumerator(aborted);
        try
        {
            if (await chunks.MoveNextAsync())
                return chunks;
        }
        catch
        {
            await chunks.DisposeAsync();
            throw;
        }

        await chunks.DisposeAsync();
        return null;
    }
}
