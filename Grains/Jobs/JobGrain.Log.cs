using Microsoft.Extensions.Logging;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

internal sealed partial class JobGrain
{
    [LoggerMessage(EventName = "JobRescued", Level = LogLevel.Information, Message = "Resuming job {JobId}, whose work was interrupted")]
    private partial void LogRescued(long jobId);

    [LoggerMessage(EventName = "JobAccepted", Level = LogLevel.Information, Message = "Job {JobId} accepted with {Visits} visits")]
    private partial void LogAccepted(long jobId, int visits);

    [LoggerMessage(
        EventName = "JobEnded",
        Level = LogLevel.Information,
        Message = "Job {JobId} ended {Status}: {Measured} images measured, {Failed} failed"
    )]
    private partial void LogEnded(long jobId, JobStatus status, long measured, long failed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Retrying {Images} images of job {JobId}")]
    private partial void LogRetried(long jobId, long images);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deactivating job {JobId}: another activation has written its state")]
    private partial void LogFenced(Exception exception, long jobId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to make progress on job {JobId}; retrying in {RetryDelay}")]
    private partial void LogTurnFailed(Exception exception, long jobId, TimeSpan retryDelay);
}
