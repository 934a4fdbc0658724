using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Jobs;

public sealed class JobTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Job Submitted = Job.Submitted(new SubmissionTotals(2, 3, Noon));

    [Fact]
    public void A_submitted_job_is_ongoing() => Assert.Equal((JobStatus.Ongoing, false), (Submitted.Status, Submitted.Ended));

    [Fact]
    public void A_job_with_an_unfinished_visit_does_not_end() =>
        Assert.Same(Submitted, Submitted.End(new JobTally(1, 2, 0), Noon));

    [Fact]
    public void A_job_completes_when_every_image_was_measured()
    {
        var ended = Submitted.End(new JobTally(2, 3, 0), Noon.AddMinutes(1));
        Assert.Equal((JobStatus.Completed, 3L, 0L, Noon.AddMinutes(1)), (ended.Status, ended.Measured, ended.Failed, ended.EndedAt));
    }

    [Fact]
    public void One_failed_image_fails_the_job() => Assert.Equal(JobStatus.Failed, Submitted.End(new JobTally(2, 2, 1), Noon).Status);

    [Fact]
    public void An_ended_job_ends_once()
    {
        var ended = Submitted.End(new JobTally(2, 3, 0), Noon);
        Assert.Same(ended, ended.End(new JobTally(2, 0, 3), Noon.AddHours(1)));
    }

    [Fact]
    public void Stores_are_not_checked_after_the_end()
    {
        var ended = Submitted.End(new JobTally(2, 3, 0), Noon);
        Assert.Same(ended, ended.CheckedStores());
    }

    [Fact]
    public void What_is_stored_reads_back_the_same()
    {
        var ended = Submitted.CheckedStores().End(new JobTally(2, 2, 1), Noon.AddMinutes(1));
        Assert.Equal(ended, StoredJob.From(ended).ToJob());
    }
}
