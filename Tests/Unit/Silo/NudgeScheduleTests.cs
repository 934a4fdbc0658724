using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Jobs.Rescue;

namespace RetailPulse.Tests.Unit.Silo;

public sealed class NudgeScheduleTests
{
    private readonly FakeTimeProvider time = new();
    private readonly NudgeSchedule schedule;

    public NudgeScheduleTests() => schedule = new NudgeSchedule(time);

    [Fact]
    public void All_jobs_are_read_every_30_seconds()
    {
        Assert.True(schedule.LookIsDue);
        schedule.Looked([1, 2]);
        Assert.False(schedule.LookIsDue);
        Assert.Equal(TimeSpan.FromSeconds(30), schedule.UntilNext);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(schedule.LookIsDue);
        Assert.Equal(TimeSpan.Zero, schedule.UntilNext);
    }

    [Fact]
    public void A_job_that_keeps_failing_waits_longer_and_hurries_no_other()
    {
        schedule.Looked([1, 2]);
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), schedule.Failed(1));
            Assert.Empty(schedule.Due);
            time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal([1], schedule.Due);
            schedule.Looked([1, 2]);
        }
    }

    [Fact]
    public void A_job_that_was_nudged_or_has_finished_is_forgotten()
    {
        schedule.Looked([1, 2]);
        schedule.Failed(1);
        schedule.Failed(2);
        schedule.Forget(1);
        schedule.Looked([1]);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(schedule.Due);
    }

    [Fact]
    public void The_death_of_a_silo_makes_everything_due()
    {
        schedule.Looked([1]);
        schedule.Failed(1);
        schedule.Alarm();
        Assert.True(schedule.LookIsDue);
        Assert.Equal(TimeSpan.FromSeconds(1), schedule.Failed(1));
    }

    [Fact]
    public void A_failed_read_is_retried_after_a_second()
    {
        schedule.LookFailed();
        Assert.Equal(TimeSpan.FromSeconds(1), schedule.UntilNext);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(schedule.LookIsDue);
    }
}
