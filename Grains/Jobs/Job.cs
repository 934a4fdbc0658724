using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>A job's lifecycle: the small, mutable state that its grain decides on. Every transition is idempotent.</summary>
/// <param name="StoresChecked">Whether results are recorded for every visit to an unknown store.</param>
/// <param name="Measured">Number of measured images, counted when the job ends.</param>
/// <param name="Failed">Number of failed images, counted when the job ends.</param>
/// <param name="Retries">Number of times that the job was retried after it had failed.</param>
/// <param name="CancelRequested">
/// Whether the job is being canceled: nothing new begins, and it ends as soon as nothing is in flight.
/// </param>
/// <param name="Tenant">Tenant that owns the job, which never changes.</param>
/// <param name="StartedAt">Time at which the stores were checked for the first time, after which the first images begin.</param>
/// <param name="CancelledAt">Time at which the cancellation was requested.</param>
/// <param name="CancelledBy">Name of the key that requested it; <see langword="null"/> if no keys were configured.</param>
internal sealed record Job(
    JobStatus Status,
    int Visits,
    long Images,
    DateTimeOffset SubmittedAt,
    bool StoresChecked = false,
    long Measured = 0,
    long Failed = 0,
    DateTimeOffset? EndedAt = null,
    int Retries = 0,
    bool CancelRequested = false,
    string Tenant = JobSubmission.DefaultTenant,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? CancelledAt = null,
    string? CancelledBy = null
)
{
    public bool Ended => Status != JobStatus.Ongoing;

    /// <summary>Finished images per second, over the whole run; <see langword="null"/> before the job ends.</summary>
    public double? Rate => EndedAt is { } end ? JobRate.Over(Measured + Failed, end - SubmittedAt) : null;

    public static Job Submitted(SubmissionTotals totals) =>
        new(JobStatus.Ongoing, totals.Visits, totals.Images, totals.SubmittedAt, Tenant: totals.Tenant);

    public Job CheckedStores(DateTimeOffset now) =>
        Ended ? this : this with { StoresChecked = true, StartedAt = StartedAt ?? now.ToWholeMillisecond() };

    /// <summary>Requests that no further image begins. A job that has ended does not change.</summary>
    /// <param name="by">Name of the key that requests it; <see langword="null"/> if no keys are configured.</param>
    public Job Cancel(string? by, DateTimeOffset now) =>
        Ended || CancelRequested ? this : this with { CancelRequested = true, CancelledAt = now.ToWholeMillisecond(), CancelledBy = by };

    /// <summary>Reopens a failed job whose images have new runs. Any other job does not change.</summary>
    public Job Retry() =>
        Status != JobStatus.Failed
            ? this
            : this with
            {
                Status = JobStatus.Ongoing,
                StoresChecked = false,
                Measured = 0,
                Failed = 0,
                EndedAt = null,
                Retries = Retries + 1,
                CancelRequested = false,
            };

    /// <summary>
    /// Ends the job if every visit is finished or the ledger was closed to cancel it. A job that has ended does not change.
    /// </summary>
    /// <param name="closed">
    /// Whether the ledger was closed before <paramref name="tally"/> was counted, so that no result can be added.
    /// </param>
    public Job End(JobTally tally, bool closed, DateTimeOffset now) =>
        Ended || (tally.FinishedVisits < Visits && !closed)
            ? this
            : this with
            {
                Status = EndStatus(tally),
                Measured = tally.Measured + tally.MeasuredElsewhere,
                Failed = tally.Failed + tally.FailedElsewhere,
                EndedAt = now.ToWholeMillisecond(),
                CancelledAt = EndStatus(tally) == JobStatus.Cancelled ? CancelledAt : null,
                CancelledBy = EndStatus(tally) == JobStatus.Cancelled ? CancelledBy : null,
            };

    /// <summary>Returns the final status. A cancellation that came after every image had its result has no effect.</summary>
    private JobStatus EndStatus(JobTally tally) =>
        tally.FinishedVisits < Visits ? JobStatus.Cancelled
        : tally.Failed == 0 ? JobStatus.Completed
        : JobStatus.Failed;
}
