using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests the ledger on every engine.</summary>
public abstract class LedgerConformance(StorageEngine engine) : EngineConformance(engine)
{
    [Fact]
    public async Task A_submission_is_found_with_its_totals()
    {
        await SubmitAsync(1, Grid(visits: 3, images: 4));
        Assert.Equal(new SubmissionTotals(3, 12, Noon), await Ledger.FindSubmissionAsync(1, None));
        Assert.Null(await Ledger.FindSubmissionAsync(2, None));
    }

    [Fact]
    public async Task A_submission_is_found_with_its_tenant()
    {
        await SubmitAsync(1, Grid(visits: 1, images: 1) with { Tenant = "acme" });
        Assert.Equal("acme", (await Ledger.FindSubmissionAsync(1, None))!.Tenant);
        Assert.Equal("acme", (await Ledger.FindVisitAsync(1, 0, None))!.Tenant);
    }

    [Fact]
    public async Task A_submission_is_found_with_the_trace_of_its_request()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await SubmitAsync(1, Grid(visits: 1, images: 1) with { Traceparent = trace });
        Assert.Equal(trace, (await Ledger.FindSubmissionAsync(1, None))!.Traceparent);
    }

    [Fact]
    public async Task The_figures_of_the_database_have_its_size_and_what_waits()
    {
        var state = Engine.State;
        await state.PingAsync(None);
        var figures = await state.ReadFiguresAsync(None);
        Assert.InRange(figures.Bytes, 1, long.MaxValue);
        Assert.InRange(figures.WalBytes ?? 0, 0, long.MaxValue);
        Assert.Equal((0, null), (figures.Pending, figures.OldestAt));
    }

    [Fact]
    public async Task A_submission_is_written_once()
    {
        await SubmitAsync(1, Of(Visit("S1", "http://a.example/1")));
        await Ledger.RecordSubmissionAsync(1, Grid(visits: 9, images: 9), Noon.AddDays(1), None);
        Assert.Equal(new SubmissionTotals(1, 1, Noon), await Ledger.FindSubmissionAsync(1, None));
        Assert.Equal(["http://a.example/1"], (await Ledger.FindVisitAsync(1, 0, None))!.ImageUrls);
        Assert.Null(await Ledger.FindVisitAsync(1, 1, None));
    }

    [Fact]
    public async Task A_visit_is_kept_as_it_was_submitted()
    {
        string[] urls = ["http://a.example/'1'?a=\"b\"&c=[]{}", "https://b.example/ü/\\"];
        await SubmitAsync(1, Of(Visit("S\"ü' ;--", urls), Visit("S2", "http://c.example/")));
        var visit = (await Ledger.FindVisitAsync(1, 0, None))!;
        Assert.Equal("S\"ü' ;--", visit.StoreId);
        Assert.Equal(urls, visit.ImageUrls);
        Assert.Empty(visit.Results);
        Assert.Null(await Ledger.FindVisitAsync(1, 2, None));
        Assert.Null(await Ledger.FindVisitAsync(2, 0, None));
    }

    [Theory]
    [InlineData("2026-05-04T09:30:00Z")]
    [InlineData("time of store visit")]
    [InlineData("99999-99-99")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public async Task Any_visit_time_is_taken(string time)
    {
        await SubmitAsync(1, Of(new VisitSubmission("S1", time, ["http://a.example/"])));
        Assert.NotNull(await Ledger.FindVisitAsync(1, 0, None));
    }

    [Fact]
    public async Task A_result_is_kept_whole_and_the_first_one_wins()
    {
        await SubmitAsync(1, Grid(visits: 1, images: 2));
        var measured = new ImageOutcome(ImageReason.None, "jpeg", 65_535, 60_000, 52_428_800, TimeSpan.FromMilliseconds(1234));
        Assert.True(await Ledger.RecordResultAsync(Result(job: 1, visit: 0, image: 0, measured), None));
        Assert.False(await Ledger.RecordResultAsync(Result(job: 1, visit: 0, image: 0, ImageOutcome.Failed(ImageReason.Http404)), None));
        Assert.True(
            await Ledger.RecordResultAsync(
                Result(job: 1, visit: 0, image: 1, ImageOutcome.Failed(ImageReason.Truncated, 77, TimeSpan.FromSeconds(2))),
                None
            )
        );
        var results = (await Ledger.FindVisitAsync(1, 0, None))!.Results;
        Assert.Equal(measured, results[0]);
        Assert.Equal(ImageOutcome.Failed(ImageReason.Truncated, 77, TimeSpan.FromSeconds(2)), results[1]);
    }

    [Fact]
    public async Task Every_reason_is_read_as_it_was_written()
    {
        var reasons = Enum.GetValues<ImageReason>().Where(reason => reason != ImageReason.None).ToArray();
        await SubmitAsync(1, Grid(1, reasons.Length));
        await Task.WhenAll(
            reasons.Select(
                (reason, image) => Ledger.RecordResultAsync(Result(job: 1, visit: 0, image, ImageOutcome.Failed(reason)), None).AsTask()
            )
        );
        var results = (await Ledger.FindVisitAsync(1, 0, None))!.Results;
        Assert.Equal(reasons, reasons.Select((_, image) => results[image].Reason));
    }

    [Fact]
    public async Task Attempts_are_kept_with_their_reasons()
    {
        await SubmitAsync(1, Grid(visits: 1, images: 2));
        await Ledger.RecordResultAsync(
            Result(job: 1, visit: 0, image: 0, Sound(4)) with
            {
                Attempts = 3,
                EarlierFailures = [ImageReason.Http5xx, ImageReason.Timeout],
            },
            None
        );
        await RecordAsync(1, 0, 1);
        Assert.Equal(["3", "1"], await Engine.ReadAsync("SELECT attempts FROM image_results ORDER BY image_no"));
        Assert.Equal(
            ["""["http_5xx","timeout"]""", null],
            await Engine.ReadAsync("SELECT earlier_failures FROM image_results ORDER BY image_no")
        );
    }

    [Fact]
    public async Task One_of_several_concurrent_results_of_an_image_is_recorded()
    {
        await SubmitAsync(1, Grid(visits: 1, images: 1));
        var taken = await Task.WhenAll(
            Enumerable
                .Range(1, 50)
                .Select(width => Ledger.RecordResultAsync(Result(job: 1, visit: 0, image: 0, Sound(width)), None).AsTask())
        );
        var first = Array.IndexOf(taken, true);
        Assert.Equal(1, taken.Count(won => won));
        Assert.Equal(first + 1, (await Ledger.FindVisitAsync(1, 0, None))!.Results[0].Width);
    }

    [Fact]
    public async Task Visits_that_lack_results_are_paged_in_order()
    {
        await SubmitAsync(1, Grid(visits: 5, images: 2));
        await SubmitAsync(2, Grid(visits: 1, images: 1));
        await RecordAsync(1, 0, 0, 1);
        await RecordAsync(1, 3, 0, 1);
        await RecordAsync(1, 4, 1);
        Assert.Equal([new PendingVisit(1, "S1", 2), new PendingVisit(2, "S1", 2)], await Ledger.ReadPendingVisitsAsync(1, -1, 2, None));
        Assert.Equal([new PendingVisit(4, "S1", 2, Measured: 1)], await Ledger.ReadPendingVisitsAsync(1, 2, 2, None));
        Assert.Empty(await Ledger.ReadPendingVisitsAsync(1, 4, 2, None));
        Assert.Empty(await Ledger.ReadPendingVisitsAsync(3, -1, 2, None));
    }

    [Fact]
    public async Task The_tally_separates_finished_visits_from_others()
    {
        await SubmitAsync(1, Grid(visits: 3, images: 2));
        Assert.Equal(new JobTally(0, 0, 0), await Ledger.TallyAsync(1, None));
        await RecordAsync(1, 0, 0, 1);
        await RecordAsync(1, 1, 0);
        await Ledger.RecordResultAsync(Result(job: 1, visit: 2, image: 0, ImageOutcome.Failed(ImageReason.Dns)), None);
        await RecordAsync(1, 2, 1);
        Assert.Equal(new JobTally(2, 3, 1, 1, 0), await Ledger.TallyAsync(1, None));
    }

    [Fact]
    public async Task Images_of_unknown_stores_fail_unless_they_have_a_result()
    {
        await SubmitAsync(1, Grid(visits: 4, images: 2));
        await RecordAsync(1, 1, 0);
        Assert.Equal(3, await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([1, 3]), Noon, None));
        Assert.Equal(0, await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([1, 3]), Noon, None));
        Assert.Equal(new JobTally(2, 1, 3), await Ledger.TallyAsync(1, None));
        Assert.Equal([0, 2], (await Ledger.ReadPendingVisitsAsync(1, -1, 10, None)).Select(visit => visit.Visit));
        Assert.Equal(ImageReason.UnknownStore, (await Ledger.FindVisitAsync(1, 3, None))!.Results[1].Reason);
        await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([]), Noon, None);
    }

    [Fact]
    public async Task Images_of_an_unknown_store_can_be_recorded_in_parts()
    {
        await SubmitAsync(1, Grid(visits: 2, images: 5));
        Assert.Equal(2, await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([1], First: 1, Last: 2), Noon, None));
        Assert.Equal([1, 2], (await Ledger.FindVisitAsync(1, 1, None))!.Results.Keys.Order());
        Assert.Equal(3, await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([1], First: 0, Last: 99), Noon, None));
        Assert.Equal(5, (await Engine.Reads.CountFailedAsync([1], ImageReason.UnknownStore, "images.example", None))[1]);
        Assert.Equal(new JobTally(1, 0, 5), await Ledger.TallyAsync(1, None));
    }

    [Fact]
    public async Task Each_failing_store_has_its_gravest_error_in_order_of_appearance()
    {
        await SubmitAsync(
            1,
            Of(
                Visit("B", "http://x/1", "http://x/2"),
                Visit("A", "http://x/1"),
                Visit("C", "http://x/1"),
                Visit("D", "http://x/1"),
                Visit("B", "http://x/1")
            )
        );
        await FailAsync(1, 0, 0, ImageReason.Corrupt);
        await RecordAsync(1, 0, 1);
        await FailAsync(1, 1, 0, ImageReason.NotAnImage);
        await RecordAsync(1, 2, 0);
        await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([3]), Noon, None);
        await FailAsync(1, 4, 0, ImageReason.Timeout);
        Assert.Equal(
            [
                new StoreError("B", StoreErrorKind.DownloadFailed),
                new StoreError("A", StoreErrorKind.InvalidImage),
                new StoreError("D", StoreErrorKind.InvalidStore),
            ],
            await Ledger.ReadStoreErrorsAsync(1, None)
        );
        Assert.Empty(await Ledger.ReadStoreErrorsAsync(2, None));
    }

    [Fact]
    public async Task A_job_is_unfinished_until_its_first_end()
    {
        await SubmitAsync(7, Grid(visits: 1, images: 1));
        await SubmitAsync(3, Grid(visits: 1, images: 1));
        await SubmitAsync(5, Grid(visits: 1, images: 1));
        Assert.Equal([3, 5, 7], await Ledger.ReadUnfinishedJobsAsync(None));
        await Ledger.RecordEndAsync(5, JobStatus.Completed, Noon, None);
        await Ledger.RecordEndAsync(5, JobStatus.Failed, Noon.AddDays(1), None);
        Assert.Equal([3, 7], await Ledger.ReadUnfinishedJobsAsync(None));
        Assert.Equal(["completed"], await Engine.ReadAsync("SELECT status FROM jobs WHERE job_id = 5"));
        Assert.True(await Ledger.HasEndedAsync(5, None));
        Assert.False(await Ledger.HasEndedAsync(3, None));
        Assert.False(await Ledger.HasEndedAsync(4, None));
    }

    [Fact]
    public async Task A_closed_job_takes_no_result()
    {
        await SubmitAsync(1, Grid(visits: 2, images: 2));
        await SubmitAsync(2, Grid(visits: 1, images: 1));
        await RecordAsync(1, 0, 0);
        await Ledger.CloseAsync(1, None);
        await Ledger.CloseAsync(1, None);
        Assert.False(await Ledger.RecordResultAsync(Result(job: 1, visit: 0, image: 1, Sound(4)), None));
        Assert.False(await Ledger.RecordResultAsync(Result(job: 1, visit: 1, image: 0, ImageOutcome.Failed(ImageReason.Dns)), None));
        await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([0, 1]), Noon, None);
        Assert.Equal(new JobTally(0, 0, 0, 1, 0), await Ledger.TallyAsync(1, None));
        await RecordAsync(2, 0, 0);
    }

    [Fact]
    public async Task No_result_is_recorded_after_a_job_was_closed_under_load()
    {
        await SubmitAsync(1, Grid(visits: 1, images: 3_000));
        await SubmitAsync(2, Grid(visits: 1, images: 3_000));
        var results = Enumerable
            .Range(0, 6_000)
            .Select(image => Ledger.RecordResultAsync(Result(1 + (image % 2), 0, image / 2, Sound(4)), None).AsTask())
            .ToArray();
        await Task.WhenAny(results);
        await Ledger.CloseAsync(1, None);
        var counted = await Ledger.TallyAsync(1, None);
        var taken = await Task.WhenAll(results);
        Assert.Equal(counted, await Ledger.TallyAsync(1, None));
        Assert.Equal(counted.Measured + counted.MeasuredElsewhere, taken.Where((_, image) => image % 2 == 0).Count(took => took));
        Assert.Equal(new JobTally(1, 3_000, 0), await Ledger.TallyAsync(2, None));
    }

    [Fact]
    public async Task A_removed_job_takes_no_result()
    {
        await SubmitAsync(1, Grid(visits: 1, images: 2));
        await Ledger.RecordEndAsync(1, JobStatus.Cancelled, Noon, None);
        Assert.True(await Ledger.MarkDeletedAsync(1, Noon, None));
        Assert.False(await Ledger.RecordResultAsync(Result(job: 1, visit: 0, image: 0, Sound(4)), None));
        Assert.False(await Ledger.RecordResultAsync(Result(job: 77, visit: 0, image: 0, Sound(4)), None));
    }

    [Fact]
    public async Task Ten_thousand_results_at_once_are_all_taken()
    {
        await SubmitAsync(1, Grid(visits: 100, images: 100));
        var taken = await Task.WhenAll(
            Enumerable
                .Range(0, 10_000)
                .Select(image => Ledger.RecordResultAsync(Result(job: 1, visit: image / 100, image: image % 100, Sound(4)), None).AsTask())
        );
        Assert.DoesNotContain(false, taken);
        Assert.Equal(new JobTally(100, 10_000, 0), await Ledger.TallyAsync(1, None));
    }

    private static ImageOutcome Sound(int width) => new(ImageReason.None, "png", width, 3, 100, TimeSpan.FromMilliseconds(5));

    private static ImageResult Result(long job, int visit, int image, ImageOutcome outcome) =>
        new(job, visit, image, outcome, 1, [], Noon, "S127.0.0.1:11111:1");

    private Task SubmitAsync(long job, JobSubmission submission) => Ledger.RecordSubmissionAsync(job, submission, Noon, None);

    private async Task RecordAsync(long job, int visit, params int[] images)
    {
        foreach (var image in images)
            Assert.True(await Ledger.RecordResultAsync(Result(job, visit, image, Sound(4)), None));
    }

    private async Task FailAsync(long job, int visit, int image, ImageReason reason) =>
        Assert.True(await Ledger.RecordResultAsync(Result(job, visit, image, ImageOutcome.Failed(reason)), None));
}
