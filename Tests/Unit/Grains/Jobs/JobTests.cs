using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs;

public sealed class JobTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Job Submitted = Job.Submitted(new SubmissionTotals(2, 3, Noon));

    [Fact]
    public void A_submitted_job_is_ongoing() => Assert.Equal((JobStatus.Ongoing, false), (Submitted.Status, Submitted.Ended));

    [Fact]
    public void A_job_with_an_unfinished_visit_does_not_end() =>
        Assert.Same(Submitted, Submitted.End(new JobTally(1, 2, 0), closed: false, Noon));

    [Fact]
    public void A_job_completes_when_every_image_was_measured()
    {
        var ended = Submitted.End(new JobTally(2, 3, 0), closed: false, Noon.AddMinutes(1).AddTicks(9_999));
        Assert.Equal((JobStatus.Completed, 3L, 0L, Noon.AddMinutes(1)), (ended.Status, ended.Measured, ended.Failed, ended.EndedAt));
    }

    [Fact]
    public void One_failed_image_fails_the_job() =>
        Assert.Equal(JobStatus.Failed, Submitted.End(new JobTally(2, 2, 1), closed: false, Noon).Status);

    [Fact]
    public void An_ended_job_ends_once()
    {
        var ended = Submitted.End(new JobTally(2, 3, 0), closed: false, Noon);
        Assert.Same(ended, ended.End(new JobTally(2, 0, 3), closed: false, Noon.AddHours(1)));
    }

    [Fact]
    public void Stores_are_not_checked_after_the_end()
    {
        var ended = Submitted.End(new JobTally(2, 3, 0), closed: false, Noon);
        Assert.Same(ended, ended.CheckedStores(Noon));
    }

    [Fact]
    public void A_cancelled_job_ends_with_what_it_has()
    {
        var ended = Submitted.Cancel("key", Noon).End(new JobTally(1, 1, 0, 0, 1), closed: true, Noon.AddMinutes(1));
        Assert.Equal((JobStatus.Cancelled, 1L, 1L, Noon.AddMinutes(1)), (ended.Status, ended.Measured, ended.Failed, ended.EndedAt));
    }

    [Fact]
    public void A_cancelled_job_does_not_end_while_the_ledger_accepts_results() =>
        Assert.False(Submitted.Cancel("key", Noon).End(new JobTally(1, 1, 0), closed: false, Noon).Ended);

    [Fact]
    public void A_cancellation_after_the_last_result_has_no_effect()
    {
        Assert.Equal(JobStatus.Completed, Submitted.Cancel("key", Noon).End(new JobTally(2, 3, 0), closed: true, Noon).Status);
        Assert.Equal(JobStatus.Failed, Submitted.Cancel("key", Noon).End(new JobTally(2, 2, 1), closed: true, Noon).Status);
        var ended = Submitted.End(new JobTally(2, 3, 0), closed: false, Noon);
        Assert.Same(ended, ended.Cancel("key", Noon));
    }

    [Fact]
    public void A_failed_job_can_be_retried()
    {
        var failed = Submitted.CheckedStores(Noon).Cancel("key", Noon).End(new JobTally(2, 2, 1), closed: true, Noon);
        var again = failed.Retry();
        Assert.Equal(Submitted with { Retries = 1, StartedAt = Noon }, again);
        Assert.Same(again, again.Retry());
        Assert.Equal(2, again.End(new JobTally(2, 2, 1), closed: false, Noon).Retry().Retries);
    }

    [Fact]
    public void No_other_job_can_be_retried()
    {
        var completed = Submitted.End(new JobTally(2, 3, 0), closed: false, Noon);
        Assert.Same(completed, completed.Retry());
        var cancelled = Submitted.Cancel("key", Noon).End(new JobTally(1, 1, 0), closed: true, Noon);
        Assert.Same(cancelled, cancelled.Retry());
        Assert.Same(Submitted, Submitted.Retry());
    }

    [Fact]
    public void A_job_starts_once()
    {
        var started = Submitted.CheckedStores(Noon.AddTicks(9_999));
        Assert.Equal(Noon, started.StartedAt);
        var again = started.End(new JobTally(2, 2, 1), closed: false, Noon).Retry().CheckedStores(Noon.AddHours(1));
        Assert.Equal((true, Noon), (again.StoresChecked, again.StartedAt));
    }

    [Fact]
    public void The_first_cancellation_counts_if_it_has_an_effect()
    {
        var cancelled = Submitted.Cancel("first", Noon.AddTicks(9_999)).Cancel("second", Noon.AddHours(1));
        Assert.Equal((Noon, "first"), (cancelled.CancelledAt, cancelled.CancelledBy));
        var ended = cancelled.End(new JobTally(1, 1, 0), closed: true, Noon.AddHours(1));
        Assert.Equal((Noon, "first"), (ended.CancelledAt, ended.CancelledBy));
        var late = cancelled.End(new JobTally(2, 3, 0), closed: true, Noon.AddHours(1));
        Assert.Equal((null, null), (late.CancelledAt, late.CancelledBy));
    }

    [Fact]
    public void What_is_stored_reads_back_the_same()
    {
        Assert.Equal(Submitted.Cancel("key", Noon), StoredJob.From(Submitted.Cancel("key", Noon)).ToJob());
        var ended = Submitted.CheckedStores(Noon).End(new JobTally(2, 2, 1), closed: false, Noon.AddMinutes(1));
        Assert.Equal(ended, StoredJob.From(ended).ToJob());
    }
}
