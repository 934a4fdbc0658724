using Microsoft.AspNetCore.Http;
using RetailPulse.Jobs;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.V1.Jobs;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Jobs;

public sealed class JobResponseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_running_job_ends_when_what_is_left_is_done_at_its_rate()
    {
        var job = From(Running(rate: 12.3474567));
        Assert.Equal((12.34746, 65, Noon.UtcDateTime.AddSeconds(65)), (job.Rate, job.EtaSeconds, job.EtaAt));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(1e-9)]
    public void Without_a_rate_the_end_is_unknown(double? rate)
    {
        var job = From(Running(rate));
        Assert.Equal((null, null), (job.EtaSeconds, job.EtaAt));
    }

    [Fact]
    public void The_tag_of_a_running_job_does_not_move_with_the_clock()
    {
        var job = From(Running(rate: 10));
        Assert.NotNull(job.EtaAt);
        var tag = JobEndpoint.TagOf(job);
        Assert.NotNull(tag);
        Assert.Equal(tag, JobEndpoint.TagOf(job with { EtaAt = job.EtaAt.Value.AddSeconds(5) }));
        Assert.NotEqual(tag, JobEndpoint.TagOf(job with { EtaSeconds = job.EtaSeconds + 1 }));
        Assert.NotEqual(tag, JobEndpoint.TagOf(From(Running(rate: 11))));
    }

    [Fact]
    public void A_job_that_has_ended_has_no_end_ahead()
    {
        var job = From(new JobDetail(JobStatus.Completed, new JobCounts(1_000, 0, 1_000, 0), 10, Noon.AddMinutes(-1), Noon, Rate: 16.7));
        Assert.Equal((16.7, null, null, Noon.UtcDateTime), (job.Rate, job.EtaSeconds, job.EtaAt, job.EndedAt));
    }

    [Fact]
    public void Counts_sum_to_the_total()
    {
        var counts = From(Running(rate: 1)).Counts;
        Assert.Equal(new JobCountsResponse(1_000, 700, 100, 150, 50, 0, Waiting: null), counts);
        Assert.Equal(counts.Total, counts.Pending + counts.Running + counts.Measured + counts.Failed + counts.Cancelled);
    }

    [Fact]
    public void An_image_that_waits_is_pending_and_counts_still_sum_to_the_total()
    {
        var counts = From(Waiting(new ImageWaits(10, 20, 30, Noon.AddSeconds(7)))).Counts;
        Assert.Equal(
            new JobCountsResponse(1_000, 760, 40, 150, 50, 0, new JobWaitingResponse(60, 10, 20, 30, Noon.UtcDateTime.AddSeconds(7))),
            counts
        );
        Assert.Equal(counts.Total, counts.Pending + counts.Running + counts.Measured + counts.Failed + counts.Cancelled);
    }

    [Fact]
    public void An_image_that_its_visit_has_not_begun_is_pending()
    {
        var job = From(
            new(
                JobStatus.Ongoing,
                new JobCounts(1_000, 100, 150, 50, Waits: new ImageWaits(0, 20, 0), NotBegun: 80),
                10,
                Noon.AddMinutes(-1),
                null,
                Rate: 12
            )
        );
        Assert.Equal((800L, 0L, 20L, null), (job.Counts.Pending, job.Counts.Running, job.Counts.Waiting!.Total, job.EtaSeconds));
    }

    [Fact]
    public void The_end_is_unknown_while_no_image_runs_and_the_next_ones_wait()
    {
        var job = From(Waiting(new ImageWaits(0, 100, 0)));
        Assert.Equal((12.0, null, null), (job.Rate, job.EtaSeconds, job.EtaAt));
    }

    [Fact]
    public void The_end_is_known_while_some_image_runs() => Assert.Equal(67, From(Waiting(new ImageWaits(0, 99, 0))).EtaSeconds);

    private static JobDetail Waiting(ImageWaits waits) =>
        new(JobStatus.Ongoing, new JobCounts(1_000, 100, 150, 50, Waits: waits), 10, Noon.AddMinutes(-1), null, Rate: 12);

    private static JobDetail Running(double? rate) =>
        new(JobStatus.Ongoing, new JobCounts(1_000, 100, 150, 50), 10, Noon.AddMinutes(-1), null, rate);

    private static JobResponse From(JobDetail job) =>
        JobResponse.From(PathString.Empty, 7, job, JobFailures.None, JobRepeats.None, [], Noon);
}
