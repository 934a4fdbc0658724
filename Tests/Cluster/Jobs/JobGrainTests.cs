using Microsoft.Extensions.DependencyInjection;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Throughput;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Jobs;

public sealed class JobGrainTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() =>
        cluster = await GrainCluster.StartAsync(settings: ("RetailPulse:Images:HostPatience", "00:00:10"));

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_job_of_valid_images_completes()
    {
        await cluster.Job(1).SubmitAsync(Grid(visits: 3, images: 4));
        var answer = await cluster.EndOfAsync(1);
        Assert.Equal((JobStatus.Completed, new JobCounts(12, 0, 12, 0)), (answer.Status, answer.Counts));
        Assert.Empty(answer.Errors);
        Assert.Equal(12, cluster.Ledger.Results.Count);
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(1), "the listing row says so");
    }

    [Fact]
    public async Task A_job_that_was_never_submitted_is_unknown()
    {
        Assert.Null(await cluster.Job(99).GetStatusAsync());
        await cluster.Job(99).ResumeAsync();
        Assert.Null(await cluster.Job(99).GetStatusAsync());
    }

    [Fact]
    public async Task A_failed_image_stops_no_other()
    {
        cluster.Fetcher.Answer = (url, _) =>
            url.EndsWith("/1", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        await cluster.Job(2).SubmitAsync(Grid(visits: 1, images: 5));
        var answer = await cluster.EndOfAsync(2);
        Assert.Equal((JobStatus.Failed, new JobCounts(5, 0, 4, 1)), (answer.Status, answer.Counts));
        Assert.Equal([new StoreError("S1", StoreErrorKind.DownloadFailed)], answer.Errors);
    }

    [Fact]
    public async Task No_image_of_an_unknown_store_is_downloaded()
    {
        await cluster.Job(3).SubmitAsync(Of(Visit("S1", "http://a.example/1"), Visit("NOPE", "http://b.example/1", "http://b.example/2")));
        var answer = await cluster.EndOfAsync(3);
        Assert.Equal((JobStatus.Failed, new JobCounts(3, 0, 1, 2)), (answer.Status, answer.Counts));
        Assert.Equal([new StoreError("NOPE", StoreErrorKind.InvalidStore)], answer.Errors);
        Assert.Equal(["http://a.example/1"], cluster.Fetcher.Calls.Keys);
    }

    [Fact]
    public async Task Very_many_images_of_unknown_stores_are_recorded_and_counted_in_parts()
    {
        cluster.Ledger.MaxUnknown = 10_000;
        string[] images = [.. Enumerable.Range(0, 60).Select(image => $"http://b.example/{image}")];
        string[] many = [.. Enumerable.Range(0, 20_001).Select(image => $"http://c.example/{image}")];
        await cluster.Job(30).SubmitAsync(Of([.. Enumerable.Repeat(Visit("NOPE", images), 200), Visit("NO", many), Visit("NOPE", images)]));
        Assert.Equal(new JobCounts(32_061, 0, 0, 32_061), (await cluster.EndOfAsync(30)).Counts);
        var counter = cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<ResultCounter>();
        Assert.Equal(new ResultCounts(32_061, 32_061), counter.Take());
    }

    [Fact]
    public async Task A_read_during_the_end_of_a_job_waits_for_the_end()
    {
        var (images, read, end) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        (cluster.Fetcher.Gate, cluster.Ledger.EndReadGate, cluster.Documents.EndGate) = (images.Task, read.Task, end.Task);
        await cluster.Job(32).SubmitAsync(Grid(visits: 1, images: 1));
        var status = cluster.Job(32).GetStatusAsync().AsTask();
        await Eventually.TrueAsync(() => cluster.Ledger.EndReads == 1, "the status is being read");
        images.SetResult();
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(32), "the end is stored");
        read.SetResult();
        Assert.Equal("default", await cluster.Job(32).GetTenantAsync());
        end.SetResult();
        Assert.Equal(JobStatus.Completed, (await status)!.Status);
    }

    [Fact]
    public async Task A_read_during_a_submission_does_not_delay_the_job()
    {
        var gate = new TaskCompletionSource();
        cluster.Ledger.SubmissionGate = gate.Task;
        var submitted = cluster.Job(31).SubmitAsync(Grid(visits: 1, images: 1));
        await Eventually.TrueAsync(() => cluster.Ledger.SubmissionsBegun == 1, "the submission is being stored");
        Assert.Null(await cluster.Job(31).GetStatusAsync());
        Assert.Null(await cluster.Job(31).GetTenantAsync());
        gate.SetResult();
        await submitted;

        // Nothing calls the job, as a read would: its own activation must do the work.
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(31), "the job ends");
    }

    [Fact]
    public async Task Each_failing_store_is_listed_once_with_its_most_severe_error()
    {
        cluster.Fetcher.Answer = (url, _) =>
            ImageOutcome.Failed(url.Contains("bad", StringComparison.Ordinal) ? ImageReason.NotAnImage : ImageReason.Http404);
        await cluster
            .Job(4)
            .SubmitAsync(
                Of(
                    Visit("S2", "http://bad.example/1"),
                    Visit("S3", "http://bad.example/2"),
                    Visit("NOPE", "http://x.example/1"),
                    Visit("S2", "http://gone.example/1")
                )
            );
        Assert.Equal(
            [
                new StoreError("S2", StoreErrorKind.DownloadFailed),
                new StoreError("S3", StoreErrorKind.InvalidImage),
                new StoreError("NOPE", StoreErrorKind.InvalidStore),
            ],
            (await cluster.EndOfAsync(4)).Errors
        );
    }

    [Fact]
    public async Task A_job_submitted_twice_runs_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cluster.Job(5).SubmitAsync(Grid(visits: 2, images: 3))));
        await cluster.EndOfAsync(5);
        await cluster.Job(5).SubmitAsync(Grid(visits: 2, images: 3));
        Assert.All(cluster.Fetcher.Calls.Values, calls => Assert.Equal(1, calls));
        Assert.Equal(6, cluster.Ledger.Results.Count);
    }

    [Fact]
    public async Task A_visit_started_again_while_busy_runs_once()
    {
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(6).SubmitAsync(Grid(visits: 1, images: 3));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 3, "the images are in flight");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => cluster.Visit(6, 0).StartAsync()));
        gate.SetResult();
        Assert.Equal(new JobCounts(3, 0, 3, 0), (await cluster.EndOfAsync(6)).Counts);
        Assert.Equal(3, cluster.Ledger.ResultsOffered);
    }

    [Fact]
    public async Task A_visit_started_again_after_its_end_downloads_nothing()
    {
        await cluster.Job(7).SubmitAsync(Grid(visits: 1, images: 3));
        await cluster.EndOfAsync(7);
        await cluster.Visit(7, 0).StartAsync();
        await cluster.Job(7).ReportAsync(new VisitReport(0, 3, 3, 0));
        Assert.Equal(new JobCounts(3, 0, 3, 0), (await cluster.EndOfAsync(7)).Counts);
        Assert.Equal(3, cluster.Ledger.ResultsOffered);
    }

    [Fact]
    public async Task Status_does_not_wait_for_work()
    {
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(8).SubmitAsync(Grid(visits: 10, images: 100));
        await Eventually.TrueAsync(async () => (await cluster.Job(8).GetStatusAsync())!.Counts.Running == 1000, "all is running");
        Assert.Equal(JobStatus.Ongoing, (await cluster.Job(8).GetStatusAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)))!.Status);
        gate.SetResult();
        await cluster.EndOfAsync(8);
    }

    [Fact]
    public async Task A_transient_failure_is_retried()
    {
        cluster.Fetcher.Answer = (_, call) => call == 1 ? ImageOutcome.Failed(ImageReason.Http5xx) : FakeFetcher.Sound;
        await cluster.Job(9).SubmitAsync(Grid(visits: 1, images: 2));
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(9)).Status);
        Assert.All(cluster.Ledger.Results, result => Assert.Equal(2, result.Attempts));
    }

    [Fact]
    public async Task Images_of_a_host_that_is_down_wait_without_blocking_others()
    {
        var back = false;
        cluster.Fetcher.Answer = (url, _) =>
            url.Contains("dead", StringComparison.Ordinal) && !back ? ImageOutcome.Failed(ImageReason.Connect) : FakeFetcher.Sound;
        await cluster
            .Job(14)
            .SubmitAsync(
                new([.. Enumerable.Range(0, 5_000).Select(i => Visit("S1", $"http://{(i % 2 == 0 ? "dead" : "live")}.example/{i}"))])
            );
        await Eventually.TrueAsync(
            async () => (await cluster.Job(14).GetStatusAsync())!.Counts is { Measured: 2_500, Waiting: >= 2_000 and <= 2_500 },
            "the images of the other host are measured, and most of the others wait"
        );

        // Without a pause of the host, 2,500. The longer the test takes, the more probes are made.
        Assert.InRange(
            cluster.Fetcher.Calls.Where(call => call.Key.Contains("dead", StringComparison.Ordinal)).Sum(call => call.Value),
            8,
            1_000
        );

        back = true;
        Assert.Equal(new JobCounts(5_000, 0, 5_000, 0), (await cluster.EndOfAsync(14)).Counts);
    }

    [Fact]
    public async Task Images_of_a_host_that_does_not_come_back_fail()
    {
        cluster.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Timeout);
        await cluster.Job(15).SubmitAsync(Grid(visits: 100, images: 3));
        var answer = await cluster.EndOfAsync(15);
        Assert.Equal((JobStatus.Failed, new JobCounts(300, 0, 0, 300)), (answer.Status, answer.Counts));
        Assert.Equal([new StoreError("S1", StoreErrorKind.DownloadFailed)], answer.Errors);
        Assert.Contains(
            cluster.Ledger.Results,
            result => result is { Outcome.Reason: ImageReason.HostDown, Attempts: 0, EarlierFailures.IsEmpty: true }
        );
        Assert.All(
            cluster.Ledger.Results,
            result => Assert.All(result.EarlierFailures, reason => Assert.Equal(ImageReason.Timeout, reason))
        );
    }

    [Fact]
    public async Task Work_resumes_when_the_ledger_accepts_writes_again()
    {
        cluster.Ledger.Trouble = new IOException("disk full");
        await cluster.Job(10).SubmitAsync(Grid(visits: 2, images: 2));
        await Eventually.TrueAsync(() => cluster.Ledger.ResultsOffered > 0, "a result was refused");
        cluster.Ledger.Trouble = null;
        Assert.Equal(new JobCounts(4, 0, 4, 0), (await cluster.EndOfAsync(10)).Counts);
    }

    [Fact]
    public async Task A_submission_without_a_lifecycle_is_resumed()
    {
        await cluster.Ledger.RecordSubmissionAsync(11, Grid(visits: 2, images: 2), DateTimeOffset.UnixEpoch, CancellationToken.None);
        await cluster.Job(11).ResumeAsync();
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(11)).Status);
    }

    [Fact]
    public async Task A_missing_end_in_the_listing_row_is_repaired()
    {
        await cluster.Job(16).SubmitAsync(Grid(visits: 2, images: 2));
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(16)).Status);
        cluster.Ledger.LoseEnd(16);
        Assert.Equal([16], await cluster.Ledger.ReadUnfinishedJobsAsync(CancellationToken.None));

        // As after a crash: the rescuer nudges a new activation.
        await cluster.Silos.DeactivateAsync(cluster.Job(16));
        await cluster.Job(16).ResumeAsync();
        Assert.Equal(JobStatus.Completed, cluster.Ledger.Ends[16]);
        Assert.Equal(4, cluster.Ledger.ResultsOffered);
    }

    [Fact]
    public async Task A_job_ends_when_its_end_can_be_stored_again()
    {
        cluster.Ledger.TroubleAtEnd = new IOException("disk full");
        await cluster.Job(19).SubmitAsync(Grid(visits: 2, images: 2));
        await Eventually.TrueAsync(() => cluster.Documents.EndsRefused > 0, "the end was refused");
        Assert.Equal(JobStatus.Ongoing, (await cluster.FindJobAsync(19))!.Document.Status);
        cluster.Ledger.TroubleAtEnd = null;
        Assert.Equal(new JobCounts(4, 0, 4, 0), (await cluster.EndOfAsync(19)).Counts);
        Assert.Equal(JobStatus.Completed, cluster.Ledger.Ends[19]);
        Assert.Equal(4, cluster.Ledger.ResultsOffered);
    }

    [Fact]
    public async Task A_small_job_needs_no_read_of_the_ledger_to_begin()
    {
        cluster.Ledger.TroubleWhenCounting = new IOException("no read");
        cluster.Ledger.TroubleWhenReading = new IOException("no read");
        await cluster.Job(20).SubmitAsync(Grid(visits: 3, images: 4));
        await Eventually.TrueAsync(() => cluster.Ledger.Results.Count == 12, "all images are measured");
        cluster.Ledger.TroubleWhenCounting = cluster.Ledger.TroubleWhenReading = null;
        Assert.Equal(new JobCounts(12, 0, 12, 0), (await cluster.EndOfAsync(20)).Counts);
    }

    [Fact]
    public async Task A_job_that_another_activation_has_ended_is_not_ended_twice()
    {
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(17).SubmitAsync(Grid(visits: 2, images: 2));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 4, "the images are in flight");
        var elsewhere = (await cluster.FindJobAsync(17))!;
        (elsewhere.Document.Status, elsewhere.Document.Failed, elsewhere.Document.EndedAt) = (
            JobStatus.Completed,
            777,
            DateTimeOffset.UnixEpoch
        );
        await cluster.WriteJobAsync(17, elsewhere);

        gate.SetResult();
        await Eventually.TrueAsync(
            () => cluster.Ledger.Ends.ContainsKey(17),
            "the late activation has stopped, and the stored state was resumed"
        );
        Assert.Equal(777, (await cluster.Job(17).GetStatusAsync())!.Counts.Failed);
        Assert.Equal(DateTimeOffset.UnixEpoch, (await cluster.FindJobAsync(17))!.Document.EndedAt);
    }

    [Fact]
    public async Task An_activation_that_missed_the_end_never_reports_ongoing()
    {
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(18).SubmitAsync(Grid(visits: 2, images: 2));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 4, "the images are in flight");
        var elsewhere = (await cluster.FindJobAsync(18))!;
        (elsewhere.Document.Status, elsewhere.Document.Measured, elsewhere.Document.EndedAt) = (
            JobStatus.Completed,
            4,
            DateTimeOffset.UnixEpoch
        );
        await cluster.WriteJobAsync(18, elsewhere);
        await cluster.Ledger.RecordEndAsync(18, JobStatus.Completed, DateTimeOffset.UnixEpoch, CancellationToken.None);

        await Assert.ThrowsAnyAsync<OrleansException>(() => cluster.Job(18).GetStatusAsync().AsTask());
        Assert.Equal(JobStatus.Completed, (await cluster.Job(18).GetStatusAsync())!.Status);
        gate.SetResult();
    }

    [Theory]
    [InlineData(10_000, 1)]
    [InlineData(1, 10_000)]
    public async Task Jobs_of_any_shape_complete(int visits, int images)
    {
        await cluster.Job(12).SubmitAsync(Grid(visits, images));
        Assert.Equal(new JobCounts(10_000, 0, 10_000, 0), (await cluster.EndOfAsync(12)).Counts);
        Assert.InRange(cluster.Fetcher.MostInFlight, 1, 1024);
    }

    [Fact]
    public async Task A_job_that_lost_its_activation_resumes_where_it_stopped()
    {
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(13).SubmitAsync(Grid(visits: 4, images: 5));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 20, "the images are in flight");
        await cluster.Silos.DeactivateAsync(cluster.Job(13));
        await cluster.Job(13).ResumeAsync();
        gate.SetResult();
        Assert.Equal(new JobCounts(20, 0, 20, 0), (await cluster.EndOfAsync(13)).Counts);
        Assert.Equal(20, cluster.Ledger.Results.Count);
    }
}
