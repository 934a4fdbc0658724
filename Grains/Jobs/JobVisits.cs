using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>Calls the visits of one job. A visit that does not respond causes no exception.</summary>
internal interface IJobVisits
{
    /// <summary>Starts a visit. Returns <see langword="false"/> if the call failed and must be repeated.</summary>
    /// <param name="submitted">
    /// The visit, if it was just submitted and never started; <see langword="null"/> if it has to be read from the ledger.
    /// </param>
    Task<bool> StartAsync(int visit, NewVisit? submitted);

    /// <summary>Stops a visit. If the call fails, the visit stops at its next report or result.</summary>
    Task StopAsync(int visit);

    /// <summary>Returns the progress of a visit; <see langword="null"/> if it is not in flight or does not respond.</summary>
    Task<VisitReport?> ReadProgressAsync(int visit);
}

/// <summary>Calls the grains of a job's visits.</summary>
/// <param name="closing">Canceled when this silo shuts down. The job's next activation then starts the visits.</param>
internal sealed partial class JobVisits(
    long jobId,
    JobReferences references,
    JobTrace trace,
    ILogger<JobVisits> logger,
    CancellationToken closing
) : IJobVisits
{
    public async Task<bool> StartAsync(int visit, NewVisit? submitted)
    {
        try
        {
            if (trace.Id is { } id)
                RequestContext.Set(VisitTraces.Key, id);
            await references.Visit(jobId, visit).StartAsync(submitted).WaitAsync(closing);
            return true;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception exception) when (IsLostCall(exception))
        {
            LogNotStarted(exception, jobId, visit);
            return false;
        }
    }

    public async Task StopAsync(int visit)
    {
        try
        {
            await references.Visit(jobId, visit).StopAsync();
        }
        catch (Exception exception) when (IsLostCall(exception))
        {
            LogNotStopped(exception, jobId, visit);
        }
    }

    public async Task<VisitReport?> ReadProgressAsync(int visit)
    {
        try
        {
            return await references.Visit(jobId, visit).ReadProgressAsync();
        }
        catch (Exception exception) when (IsLostCall(exception))
        {
            return null;
        }
    }

    private static bool IsLostCall(Exception exception) => exception is OrleansException or TimeoutException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to start visit {Visit} of job {JobId}; retrying")]
    private partial void LogNotStarted(Exception exception, long jobId, int visit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to stop visit {Visit} of job {JobId}; it stops at its next report")]
    private partial void LogNotStopped(Exception exception, long jobId, int visit);
}
