using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Jobs.Rescue;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Rescue;

public sealed class NudgeScheduleTests
{
    private readonly FakeTimeProvider time = new();
    private readonly NudgeSchedule schedule;

    public NudgeScheduleTests() => schedule = new NudgeSchedule(time);

    [Fact]
    public void All_jobs_are_read_every_30_seconds()
    {
        Assert.True(schedule.ReadIsDue);
        schedule.RecordRead([1, 2]);
        Assert.False(schedule.ReadIsDue);
        Assert.Equal(TimeSpan.FromSeconds(30), schedule.UntilNext);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(schedule.ReadIsDue);
        Assert.Equal(TimeSpan.Zero, schedule.UntilNext);
    }

    [Fact]
    public void A_job_that_keeps_failing_waits_longer_and_hurries_no_other()
    {
        schedule.RecordRead([1, 2]);
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), schedule.RecordFailedNudge(1));
            Assert.Empty(schedule.DueJobs);
            time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal([1], schedule.DueJobs);
            schedule.RecordRead([1, 2]);
        }
    }

    [Fact]
    public void A_job_that_was_nudged_or_has_finished_is_forgotten()
    {
        schedule.RecordRead([1, 2]);
        schedule.RecordFailedNudge(1);
        schedule.RecordFailedNudge(2);
        schedule.Forget(1);
        schedule.RecordRead([1]);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(schedule.DueJobs);
    }

    [Fact]
    public void The_death_of_a_silo_makes_everything_due()
    {
        schedule.RecordRead([1]);
        schedule.RecordFailedNudge(1);
        schedule.Restart();
        Assert.True(schedule.ReadIsDue);
        Assert.Equal(TimeSpan.FromSeconds(1), schedule.RecordFailedNudge(1));
    }

    [Fact]
    public void All_jobs_are_read_once_more_when_silos_agree_about_a_death()
    {
        schedule.RecordRead([1]);
        schedule.Restart();
        schedule.RecordRead([1]);
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.UntilNext);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(schedule.ReadIsDue);
        schedule.RecordRead([1]);
        Assert.Equal(TimeSpan.FromSeconds(30), schedule.UntilNext);
    }

    [Fact]
    public void A_failed_read_is_retried_after_a_second()
    {
        schedule.RecordFailedRead();
        Assert.Equal(TimeSpan.FromSeconds(1), schedule.UntilNext);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(schedule.ReadIsDue);
    }
}
