using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Telemetry;

public sealed class JobTelemetryTests : IDisposable
{
    private readonly Meters meters = new();
    private readonly FakeTimeProvider time = new();
    private readonly JobTelemetry telemetry;

    public JobTelemetryTests() => telemetry = new JobTelemetry(meters, time);

    public void Dispose() => meters.Dispose();

    [Fact]
    public void Only_a_job_without_progress_for_a_minute_has_an_age()
    {
        using var reader = new MeterReader(meters);
        using var stuck = telemetry.JobBegan(time.GetUtcNow() - TimeSpan.FromMinutes(5));
        using var moving = telemetry.JobBegan(time.GetUtcNow() - TimeSpan.FromMinutes(9));
        Assert.Equal(["retailpulse.job.active 2", "retailpulse.job.oldest.age 0"], Take(reader));
        time.Advance(TimeSpan.FromSeconds(59));
        moving.Report(1);
        Assert.Equal(["retailpulse.job.active 2", "retailpulse.job.oldest.age 0"], Take(reader));
        time.Advance(TimeSpan.FromSeconds(1));
        moving.Report(1);
        Assert.Equal(["retailpulse.job.active 2", "retailpulse.job.oldest.age 360"], Take(reader));
        stuck.Dispose();
        Assert.Equal(["retailpulse.job.active 1", "retailpulse.job.oldest.age 0"], Take(reader));
    }

    [Fact]
    public void Ends_rescues_and_removals_are_counted()
    {
        using var reader = new MeterReader(meters);
        telemetry.JobEnded(JobStatus.Failed, TimeSpan.FromSeconds(7));
        telemetry.JobNudged(RescueCause.SiloDeath);
        telemetry.JobRemoved();
        Assert.Equal(
            [
                "retailpulse.job.ended 1 status=failed",
                "retailpulse.job.duration 7 status=failed",
                "retailpulse.rescue.jobs 1 cause=silo_death",
                "retailpulse.retention.removed 1",
            ],
            reader.Take()
        );
    }

    private static IEnumerable<string> Take(MeterReader reader) => reader.Take(observe: true).Order(StringComparer.Ordinal);
}
