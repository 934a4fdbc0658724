using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Jobs;

public sealed class JobRateTests
{
    private readonly FakeTimeProvider time = new();
    private readonly VisitWindow window;
    private readonly JobRate rate;
    private int done;

    public JobRateTests()
    {
        rate = new JobRate(time);
        window = new VisitWindow(new Job(JobStatus.Ongoing, 1, 1_000_000, DateTimeOffset.UnixEpoch), default);
        window.Append([new PendingVisit(0, "S1", 1_000_000)]);
        window.TryStart(1, out _);
    }

    [Fact]
    public void A_new_job_has_no_rate()
    {
        Assert.Null(rate.Rate(window.Counts));
        Pass(0.5, 100);
        Assert.Null(rate.Rate(window.Counts));
    }

    [Fact]
    public void The_rate_covers_only_recent_results()
    {
        for (var second = 0; second <= 60; second++)
            Pass(1, 100);
        Assert.Equal(100, rate.Rate(window.Counts)!.Value, 0.01);
        for (var second = 0; second < 60; second++)
            Pass(1, 10);
        Assert.Equal(10, rate.Rate(window.Counts)!.Value, 0.01);
    }

    [Fact]
    public void The_rate_of_a_stalled_job_drops_to_zero()
    {
        for (var second = 0; second < 30; second++)
            Pass(1, 100);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.InRange(rate.Rate(window.Counts)!.Value, 1, 60);
        for (var second = 0; second < 60; second++)
            Pass(1, 0);
        Assert.Equal(0, rate.Rate(window.Counts));
    }

    [Fact]
    public void The_rate_does_not_depend_on_the_number_of_samples()
    {
        for (var look = 0; look < 10_000; look++)
            Pass(0.01, 1);
        Assert.Equal(100, rate.Rate(window.Counts)!.Value, 5.0);
    }

    private void Pass(double seconds, int images)
    {
        rate.Sample(window);
        time.Advance(TimeSpan.FromSeconds(seconds));
        window.Record(new VisitReport(0, 1_000_000, done += images, 0));
    }
}
