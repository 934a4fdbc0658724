using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>A job's lifecycle: the small, mutable part that its grain decides on. Every transition may be repeated.</summary>
/// <param name="StoresChecked">Every visit of a store unknown to the store master has its results.</param>
/// <param name="Measured">Images measured; counted when the job ends.</param>
/// <param name="Failed">Images failed; counted when the job ends.</param>
internal sealed record Job(
    JobStatus Status,
    int Visits,
    long Images,
    DateTimeOffset SubmittedAt,
    bool StoresChecked = false,
    long Measured = 0,
    long Failed = 0,
    DateTimeOffset? EndedAt = null)
{
    public bool Ended => Status != JobStatus.Ongoing;

    /// <summary>Images that got their result, per second of the whole run; <see langword="null"/> before its end.</summary>
    public double? Rate => EndedAt - SubmittedAt is { Ticks: > 0 } took ? (Measured + Failed) / took.TotalSeconds : null;

    public static Job Submitted(SubmissionTotals totals) =>
        new(JobStatus.Ongoing, totals.Visits, totals.Images, totals.SubmittedAt);

    public Job CheckedStores() => Ended ? this : this with { StoresChecked = true };

    /// <summary>Ends the job if every visit is finished; a job that has ended stays as it is.</summary>
    public Job End(JobTally tally, DateTimeOffset now) => Ended || tally.FinishedVisits < Visits
        ? this
        : this with
        {
            Status = tally.Failed == 0 ? JobStatus.Completed : JobStatus.Failed,
            Measured = tally.Measured,
            Failed = tally.Failed,
            EndedAt = now,
        };
}
