using Microsoft.Extensions.Logging;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

internal sealed partial class JobGrain
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Job {JobId} accepted with {Visits} visits")]
    private partial void LogAccepted(long jobId, int visits);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {JobId} ended {Status}: {Measured} images measured, {Failed} failed")]
    private partial void LogEnded(long jobId, JobStatus status, long measured, long failed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {JobId} is taken up again: {Images} images are tried anew")]
    private partial void LogRetried(long jobId, long images);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Visit {Visit} of job {JobId} could not be told to stop; it will be when it reports")]
    private partial void LogVisitNotStopped(Exception exception, long jobId, int visit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {JobId} was written by another activation; this one gives up")]
    private partial void LogFenced(Exception exception, long jobId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {JobId} could not go on; next try in {Pause}")]
    private partial void LogTurnFailed(Exception exception, long jobId, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Visit {Visit} of job {JobId} could not be asked; it will be asked again")]
    private partial void LogVisitNotAsked(Exception exception, long jobId, int visit);
}
