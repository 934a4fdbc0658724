using System.Globalization;
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
        Assert.Equal((0, 0), Read(reader));
        time.Advance(TimeSpan.FromSeconds(59));
        moving.Report(1);
        Assert.Equal((0, 59), Read(reader));
        time.Advance(TimeSpan.FromSeconds(1));
        moving.Report(1);
        Assert.Equal((360, 60), Read(reader));
        stuck.Dispose();
        Assert.Equal((0, 1), Read(reader));
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

    [Fact]
    public void Jobs_that_take_turns_to_progress_are_not_stalled()
    {
        using var reader = new MeterReader(meters);
        using var one = telemetry.JobBegan(time.GetUtcNow());
        using var other = telemetry.JobBegan(time.GetUtcNow());
        for (var minute = 1; minute <= 30; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            (minute % 2 == 0 ? one : other).Report(minute);
            Assert.InRange(Read(reader).Stalled, 60, 120);
        }
    }

    [Fact]
    public void Jobs_that_cannot_be_nudged_are_counted_until_they_can()
    {
        using var reader = new MeterReader(meters);
        telemetry.NudgesFail(3);
        Assert.Contains("retailpulse.rescue.failing 3", reader.Take(observe: true));
        telemetry.NudgesFail(0);
        Assert.Contains("retailpulse.rescue.failing 0", reader.Take(observe: true));
    }

    /// <summary>Returns the age of the oldest job that does not progress, and the longest time without progress, in seconds.</summary>
    private static (double Oldest, double Stalled) Read(MeterReader reader)
    {
        var seen = reader.Take(observe: true);
        return (Find("retailpulse.job.oldest.age"), Find("retailpulse.job.stalled"));

        double Find(string name) =>
            double.Parse(
                seen.Single(line => line.StartsWith($"{name} ", StringComparison.Ordinal)).Split(' ')[1],
                CultureInfo.InvariantCulture
            );
    }
}
