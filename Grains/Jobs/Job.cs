using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>A job's lifecycle: the small, mutable part that its grain decides on. Every transition may be repeated.</summary>
/// <param name="StoresChecked">Every visit of a store unknown to the store master has its results.</param>
/// <param name="Measured">Images measured; counted when the job ends.</param>
/// <param name="Failed">Images failed; counted when the job ends.</param>
/// <param name="Retries">How often it was taken up again after it had failed.</param>
/// <param name="CancelRequested">Nothing further is begun; it ends as soon as nothing is in flight.</param>
/// <param name="Tenant">Whose it is; it never changes.</param>
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
    string Tenant = JobSubmission.DefaultTenant)
{
    public bool Ended => Status != JobStatus.Ongoing;

    /// <summary>Images that got their result, per second of the whole run; <see langword="null"/> before its end.</summary>
    public double? Rate => EndedAt - SubmittedAt is { Ticks: > 0 } took ? (Measured + Failed) / took.TotalSeconds : null;

    public static Job Submitted(SubmissionTotals totals) =>
        new(JobStatus.Ongoing, totals.Visits, totals.Images, totals.SubmittedAt, Tenant: totals.Tenant);

    public Job CheckedStores() => Ended ? this : this with { StoresChecked = true };

    /// <summary>No further image may begin; a job that has ended stays as it is.</summary>
    public Job Cancel() => Ended ? this : this with { CancelRequested = true };

    /// <summary>Takes a job that failed up again, for the sake of images that have a new run; any other stays as it is.</summary>
    public Job Retry() => Status != JobStatus.Failed
        ? this
        : this with { Status = JobStatus.Ongoing, StoresChecked = false, Measured = 0, Failed = 0, EndedAt = null, Retries = Retries + 1, CancelRequested = false };

    /// <summary>Ends the job if every visit is finished or the ledger was closed for its cancellation. A job that has ended stays as it is.</summary>
    /// <param name="closed">The ledger took no result after <paramref name="tally"/> was counted, and takes none.</param>
    public Job End(JobTally tally, bool closed, DateTimeOffset now) => Ended || (tally.FinishedVisits < Visits && !closed)
        ? this
        : this with
        {
            Status = EndStatus(tally),
            Measured = tally.Measured + tally.MeasuredElsewhere,
            Failed = tally.Failed + tally.FailedElsewhere,
            EndedAt = now.ToWholeMillisecond(),
        };

    /// <summary>A cancellation that came too late to keep any image from its result cancels nothing.</summary>
    private JobStatus EndStatus(JobTally tally) =>
        tally.FinishedVisits < Visits ? JobStatus.Cancelled : tally.Failed == 0 ? JobStatus.Completed : JobStatus.Failed;
}
