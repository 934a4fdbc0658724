using Orleans.Concurrency;
using RetailPulse.Visits;

namespace RetailPulse.Jobs;

/// <summary>One submitted job and the results of its visits. Key: the job id.</summary>
[Alias("job"), Version(1)]
public interface IJobGrain : IGrainWithIntegerKey
{
    /// <summary>Stores the job durably, then starts it. A second submission of the same job changes nothing.</summary>
    [Alias("submit")]
    Task SubmitAsync(JobSubmission submission);

    /// <summary>
    /// Completes the upload of a job, then starts the job. Returns <see langword="false"/> if the upload was abandoned or was not renewed in
    /// time. A second call changes nothing.
    /// </summary>
    /// <param name="visits">Number of visits that were uploaded.</param>
    /// <param name="images">Number of images of these visits.</param>
    [Alias("submit-uploaded")]
    Task<bool> SubmitUploadedAsync(int visits, long images);

    /// <summary>Returns the job's status; <see langword="null"/> if the job does not exist. Never waits for the job's work.</summary>
    /// <remarks>
    /// Timeout 2 s: the status comes from memory, or from one document after an activation. A call that takes longer was lost with its silo
    /// and is retried.
    /// </remarks>
    [Alias("status"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.JobRead)]
    ValueTask<JobStatusSnapshot?> GetStatusAsync();

    /// <summary>Returns the job's status with all figures of the same moment; <see langword="null"/> if the job does not exist.</summary>
    /// <remarks>Timeout 2 s, as for <see cref="GetStatusAsync"/>.</remarks>
    [Alias("detail"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.JobRead)]
    ValueTask<JobDetail?> GetDetailAsync();

    /// <summary>
    /// Returns the visits from <paramref name="first"/> to <paramref name="last"/> that are in flight: the lowest <paramref name="limit"/>
    /// numbers, in order. <see langword="null"/> if the job does not exist.
    /// </summary>
    /// <remarks>Timeout 1 s: this detail is for display.</remarks>
    [Alias("flight"), AlwaysInterleave, ResponseTimeout("00:00:01")]
    ValueTask<JobFlight?> GetFlightAsync(int first, int last, int limit);

    /// <summary>Returns the job's tenant, which never changes; <see langword="null"/> if the job does not exist.</summary>
    /// <remarks>Timeout 2 s, as for <see cref="GetStatusAsync"/>.</remarks>
    [Alias("tenant"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.JobRead)]
    ValueTask<string?> GetTenantAsync();

    /// <summary>Cancels the job as below, for a front end that does not report who cancels it.</summary>
    /// <remarks>Timeout 10 s, as below.</remarks>
    [Alias("cancel"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.Cancel)]
    Task<bool> CancelAsync();

    /// <summary>Durably records that the job is canceled. Returns <see langword="false"/> if the job does not exist.</summary>
    /// <param name="by">Name of the key that cancels the job; <see langword="null"/> if no keys are configured.</param>
    /// <remarks>
    /// The job then starts no further work, aborts what is in flight, keeps the results that it has, and ends. A job that has already ended
    /// does not change. Timeout 10 s: one small write. The call does not wait for the job to end, which <see cref="GetStatusAsync"/> shows.
    /// </remarks>
    [Alias("cancel-by"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.Cancel)]
    Task<bool> CancelAsync(string? by);

    /// <summary>Returns the number of times that the job was retried; <see langword="null"/> if the job does not exist.</summary>
    /// <remarks>Timeout 2 s, as for <see cref="GetStatusAsync"/>.</remarks>
    [Alias("run"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    ValueTask<int?> GetRunAsync();

    /// <summary>
    /// Reopens a failed job and retries some of its failed images. Returns <see langword="null"/> if the job does not exist.
    /// </summary>
    /// <remarks>Earlier results remain as history. Timeout 20 s: retrying a million failures writes many rows.</remarks>
    [Alias("retry"), ResponseTimeout(ResponseTimeouts.Retry)]
    Task<RetryAnswer?> RetryAsync(JobRetry retry);

    /// <summary>
    /// Records a visit's progress and returns whether the visit should continue. A repeated or late report changes nothing.
    /// </summary>
    /// <remarks>Timeout 10 s: a job whose silo hangs must not hold up its visits, which report again.</remarks>
    [Alias("report"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    ValueTask<bool> ReportAsync(VisitReport report);

    /// <summary>
    /// Permanently deletes a job that ended at or before <paramref name="endedUpTo"/> and returns whether its rows may be removed.
    /// Any other job does not change.
    /// </summary>
    /// <remarks>Timeout 10 s: two small writes.</remarks>
    [Alias("forget"), ResponseTimeout("00:00:10")]
    Task<bool> DeleteAsync(DateTimeOffset endedUpTo);

    /// <summary>
    /// Completes an interrupted deletion and returns whether the job's rows may be removed. A job that is not being deleted does not
    /// change, such as one that was submitted again under the id.
    /// </summary>
    /// <remarks>Timeout 10 s: a query of the ledger, and one small write.</remarks>
    [Alias("complete-deletion"), ResponseTimeout(ResponseTimeouts.Delete)]
    Task<bool> CompleteDeletionAsync();

    /// <summary>
    /// Permanently deletes the job if it has ended, whenever that was. Its rows are removed afterwards, and webhooks that are still due are
    /// not sent. May be repeated.
    /// </summary>
    /// <remarks>Timeout 10 s: three small writes.</remarks>
    [Alias("delete"), ResponseTimeout(ResponseTimeouts.Delete)]
    Task<DeletionOutcome> DeleteNowAsync();

    /// <summary>Resumes the job's work at any stage and restarts every visit in flight. Safe to call at any time.</summary>
    [Alias("resume")]
    Task ResumeAsync();
}
