using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>Removes what uploads have left that were abandoned, or whose front end died.</summary>
internal sealed partial class AbandonedUploadRemover(
    IUploadLedger uploads,
    JobRows rows,
    TimeProvider time,
    ILogger<AbandonedUploadRemover> logger
)
{
    private readonly UploadWatch watch = new(time);

    /// <summary>Runs one round.</summary>
    /// <param name="mine">Returns whether this silo is responsible for a job.</param>
    public async Task RemoveAsync(Func<long, bool> mine, CancellationToken cancellationToken)
    {
        var open = await uploads.ReadAsync(cancellationToken);
        var stale = watch.FindStale(open).ToHashSet();
        foreach (var upload in open.Where(upload => mine(upload.JobId)))
        {
            var job = upload.JobId;
            if (!upload.Abandoned && !(stale.Contains(upload) && await uploads.AbandonAsync(upload, cancellationToken)))
                continue;
            var removed = await rows.RemoveAsync(job, cancellationToken);
            LogRemoved(job, removed);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed the incomplete upload of job {JobId} with {Rows} rows")]
    private partial void LogRemoved(long jobId, long rows);
}
