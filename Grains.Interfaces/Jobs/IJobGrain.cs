using Orleans.Concurrency;
using RetailPulse.Visits;

namespace RetailPulse.Jobs;

/// <summary>One submitted job and what became of its visits. Key: the job id.</summary>
[Alias("job"), Version(1)]
public interface IJobGrain : IGrainWithIntegerKey
{
    /// <summary>Stores the job durably, then starts it. A second submission of the same job changes nothing.</summary>
    [Alias("submit")]
    Task SubmitAsync(JobSubmission submission);

    /// <summary>How the job stands; <see langword="null"/> when there is no such job. Never waits behind the job's work.</summary>
    /// <remarks>From memory, or after an activation that reads a document: what takes longer than 2 s was lost with its silo, and is asked again.</remarks>
    [Alias("status"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    ValueTask<JobAnswer?> GetStatusAsync();

    /// <summary>The same with all figures of the job, of one instant; <see langword="null"/> when there is no such job.</summary>
    /// <remarks>2 s, as above.</remarks>
    [Alias("detail"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    ValueTask<JobDetail?> GetDetailAsync();

    /// <summary>
    /// Returns which of the visits <paramref name="first"/> to <paramref name="last"/> are in flight, the lowest <paramref name="limit"/> of them in order;
    /// <see langword="null"/> when there is no such job.
    /// </summary>
    /// <remarks>1 s: this detail is for display.</remarks>
    [Alias("flight"), AlwaysInterleave, ResponseTimeout("00:00:01")]
    ValueTask<JobFlight?> GetFlightAsync(int first, int last, int limit);

    /// <summary>Whose job it is, which never changes; <see langword="null"/> when there is no such job.</summary>
    /// <remarks>2 s, as above.</remarks>
    [Alias("tenant"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    ValueTask<string?> GetTenantAsync();

    /// <summary>One visit of the job as the ledger holds it; <see langword="null"/> when there is none of that number.</summary>
    /// <remarks>5 s, because it reads the ledger.</remarks>
    [Alias("visit"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<VisitDetail?> GetVisitAsync(int visit);

    /// <summary>
    /// Stores durably that the job is to be cancelled; <see langword="false"/> when there is no such job. The job then begins nothing, aborts what is in
    /// flight, keeps the results that it has, and ends. A job that has ended stays as it is.
    /// </summary>
    /// <remarks>10 s: one small write. It does not wait for the end, which <see cref="GetStatusAsync"/> shows.</remarks>
    [Alias("cancel"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<bool> CancelAsync();

    /// <summary>How often the job was retried; <see langword="null"/> when there is no such job.</summary>
    /// <remarks>2 s, as above.</remarks>
    [Alias("run"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    ValueTask<int?> GetRunAsync();

    /// <summary>
    /// Takes a job that failed up again, to try some of its failed images anew. Their earlier results stay as history.
    /// <see langword="null"/> when there is no such job.
    /// </summary>
    /// <remarks>20 s: of a million failures there is much to write.</remarks>
    [Alias("retry"), ResponseTimeout("00:00:20")]
    Task<RetryAnswer?> RetryAsync(JobRetry retry);

    /// <summary>Takes a visit's progress; answers whether the visit is to go on. A repeated or late report changes nothing.</summary>
    /// <remarks>10 s: a job whose silo hangs must not hold up its visits, which report again.</remarks>
    [Alias("report"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    ValueTask<bool> ReportAsync(VisitReport report);

    /// <summary>
    /// Forgets a job that ended at <paramref name="endedUpTo"/> or before, for good; answers whether its rows may be removed. Any other stays as it is.
    /// </summary>
    /// <remarks>10 s: two small writes.</remarks>
    [Alias("forget"), ResponseTimeout("00:00:10")]
    Task<bool> ForgetAsync(DateTimeOffset endedUpTo);

    /// <summary>Takes up the work where it was left, wherever that was, and asks every visit in flight again. Harmless at any time.</summary>
    [Alias("resume")]
    Task ResumeAsync();
}
