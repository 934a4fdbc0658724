using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests retries of images on every engine.</summary>
public abstract class RetryConformance(StorageEngine engine) : EngineConformance(engine)
{
    [Fact]
    public async Task A_retried_image_lacks_its_result_until_the_new_run_has_one()
    {
        await FailedJobAsync();
        Assert.Equal(2, await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None));
        Assert.Equal([1], await Ledger.ReadUnfinishedJobsAsync(None));
        Assert.False(await Ledger.HasEndedAsync(1, None));
        Assert.Equal(new JobTally(0, 0, 0, 2, 0), await Ledger.TallyAsync(1, None));
        Assert.Equal(
            [new PendingVisit(0, "S1", 2, Measured: 1), new PendingVisit(1, "S2", 2, Measured: 1)],
            await Ledger.ReadPendingVisitsAsync(1, -1, 10, None)
        );

        var visit = (await Ledger.FindVisitAsync(1, 0, None))!;
        Assert.Equal([1], visit.Results.Keys);
        Assert.Equal(1, Assert.Single(visit.Runs, run => run.Key == 0).Value);

        await RecordAsync(0, 0, ImageOutcome.Failed(ImageReason.Http404), run: 0, taken: false);
        await RecordAsync(0, 0, Sound, run: 1, taken: true);
        await RecordAsync(0, 0, Sound, run: 1, taken: false);
        Assert.Equal(new JobTally(1, 2, 0, 1, 0), await Ledger.TallyAsync(1, None));
        Assert.Equal(Sound, (await Ledger.FindVisitAsync(1, 0, None))!.Results[0]);
        Assert.Equal([1], (await Ledger.ReadPendingVisitsAsync(1, -1, 10, None)).Select(pending => pending.Visit));
    }

    [Fact]
    public async Task Retries_of_a_job_are_recorded_with_who_requested_them()
    {
        await FailedJobAsync();
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(ImageReason.Tls, By: "nobody"), Noon, None));
        Assert.Empty(await Reads.ReadRetriesAsync(1, 9, None));
        Assert.Equal(2, await Ledger.RecordRetryAsync(1, new RetrySelection(By: "day shift"), Noon, None));
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(By: "late"), Noon, None));
        await RecordAsync(0, 0, ImageOutcome.Failed(ImageReason.Http404), run: 1, taken: true);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        var place = new ImagePlace(0, 0);
        await Ledger.RecordRetryAsync(1, new RetrySelection(Place: place, Url: "http://x/"), Noon.AddHours(1), None);
        PastRetry[] expected = [new(2, Noon.AddHours(1), null, 1, place), new(1, Noon, "day shift", 2, null)];
        Assert.Equal(expected, await Reads.ReadRetriesAsync(1, 9, None));
        Assert.Equal(expected[..1], await Reads.ReadRetriesAsync(1, 1, None));
    }

    [Fact]
    public async Task Only_selected_images_are_retried()
    {
        await FailedJobAsync();
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(ImageReason.Tls), Noon, None));
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(Host: "c.example"), Noon, None));
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 1)), Noon, None));
        Assert.True(await Ledger.HasEndedAsync(1, None));
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Host: "b.example"), Noon, None));
        Assert.Equal([1], (await Ledger.ReadPendingVisitsAsync(1, -1, 10, None)).Select(pending => pending.Visit));
        Assert.Equal(new JobTally(1, 1, 1, 1, 0), await Ledger.TallyAsync(1, None));
    }

    [Theory]
    [InlineData("a.example:8080", 2)]
    [InlineData("a.example:9090", 1)]
    [InlineData("a.example", 5)]
    [InlineData("a.example:80", 0)]
    [InlineData("a.example:", 2)]
    [InlineData("a.exampl:", 0)]
    public async Task A_host_with_its_port_selects_that_server_only(string host, long images)
    {
        string[] urls =
        [
            "http://a.example:8080/1",
            "https://A.example:8080/2",
            "http://a.example:9090/3",
            "http://a.example:80/4",
            "https://a.example/5",
            "http://b.example:8080/6",
        ];
        await Ledger.RecordSubmissionAsync(1, Of(Visit("S1", urls)), Noon, None);
        for (var image = 0; image < urls.Length; image++)
            await RecordAsync(0, image, ImageOutcome.Failed(ImageReason.Connect), run: 0, taken: true);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(images, await Ledger.RecordRetryAsync(1, new RetrySelection(Host: host), Noon, None));
    }

    [Theory]
    [InlineData("http://IMAGES.example/1", "images.example")]
    [InlineData("https://BÜCHER.example:8443/1", "bÜcher.example:8443")]
    public async Task The_host_of_a_failure_is_the_same_in_every_count(string url, string host)
    {
        await Ledger.RecordSubmissionAsync(1, Of(Visit("S1", url), Visit("S9", url)), Noon, None);
        await Ledger.RecordResultAsync(new ImageResult(1, 0, 0, ImageOutcome.Failed(ImageReason.Dns), 1, [], Noon, "S", Url: url), None);
        Assert.Equal(1, await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([1]), Noon, None));
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.All((await Reads.CountFailuresAsync(1, None)).Largest, group => Assert.Equal(host, group.Host));
        Assert.Equal(2, (await Reads.CountFailedAsync([1], null, host, None))[1]);

        Assert.Equal(
            1,
            await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 0), Url: "http://b.example/"), Noon, None)
        );
        Assert.Equal(1, (await Reads.CountFailedAsync([1], null, host, None))[1]);
        await RecordAsync(0, 0, Sound, run: 1, taken: true);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Host: host), Noon, None));
        Assert.Equal(0, (await Reads.CountFailedAsync([1], null, host, None)).Values.Sum());
    }

    [Fact]
    public async Task A_reason_and_a_place_select_as_well()
    {
        await FailedJobAsync();
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(ImageReason.Timeout), Noon, None));
        await RecordAsync(1, 0, ImageOutcome.Failed(ImageReason.Timeout), run: 1, taken: true);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(1, 0)), Noon, None));
        Assert.Equal(2, (await Ledger.FindVisitAsync(1, 1, None))!.Runs[0]);
        Assert.Equal(new JobTally(1, 1, 1, 1, 0), await Ledger.TallyAsync(1, None));
    }

    [Fact]
    public async Task An_amended_url_holds_from_its_run_on()
    {
        await FailedJobAsync();
        Assert.Equal(
            1,
            await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 0), Url: "http://new.example/ü"), Noon, None)
        );
        Assert.Equal(["http://new.example/ü", "http://a.example/2"], (await Ledger.FindVisitAsync(1, 0, None))!.ImageUrls);
        await RecordAsync(0, 0, ImageOutcome.Failed(ImageReason.Dns), run: 1, taken: true);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(
            [new FailureGroup(ImageReason.Timeout, "b.example", 1), new FailureGroup(ImageReason.Dns, "new.example", 1)],
            (await Reads.CountFailuresAsync(1, None)).Largest.OrderBy(group => group.Host)
        );
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Host: "new.example"), Noon, None));
        Assert.Equal("http://new.example/ü", (await Ledger.FindVisitAsync(1, 0, None))!.ImageUrls[0]);

        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        Assert.Equal("http://new.example/ü", (await snapshot.ReadVisitsAsync(1, [0, 1], None))[0].ImageUrls[0]);
        Assert.Equal("http://b.example/1", (await snapshot.ReadVisitsAsync(1, [0, 1], None))[1].ImageUrls[0]);
        var images = await snapshot.ReadImagesAsync([new(1, new ImagePlace(0, 0)), new(1, new ImagePlace(1, 0))], None);
        Assert.Equal(["http://b.example/1", "http://new.example/ü"], images.Values.Select(image => image.Url).Order());
        var results = await snapshot.ReadResultsAsync(1, new ResultRange(ImagePlace.Start, int.MaxValue, null, null, 10), None);
        Assert.Equal([new ImagePlace(0, 1), new ImagePlace(1, 0), new ImagePlace(1, 1)], results.Select(result => result.Place));
    }

    [Theory]
    [InlineData(JobStatus.Completed)]
    [InlineData(JobStatus.Cancelled)]
    public async Task Only_a_failed_job_is_retried(JobStatus end)
    {
        await SubmitAsync();
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None));
        await Ledger.RecordEndAsync(1, end, Noon, None);
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None));
        Assert.Equal(0, await Ledger.RecordRetryAsync(2, new RetrySelection(), Noon, None));
    }

    [Fact]
    public async Task The_end_of_an_earlier_run_does_not_end_a_retried_job()
    {
        await FailedJobAsync();
        await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None, run: 0);
        Assert.False(await Ledger.HasEndedAsync(1, None));
        await Ledger.RecordEndAsync(1, JobStatus.Completed, Noon, None, run: 1);
        Assert.Equal(["completed"], await Engine.ReadAsync("SELECT status FROM jobs WHERE job_id = 1"));
    }

    [Fact]
    public async Task A_retry_opens_a_closed_job()
    {
        await FailedJobAsync();
        await Ledger.CloseAsync(1, None);
        await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None);
        await RecordAsync(0, 0, Sound, run: 1, taken: true);
    }

    [Fact]
    public async Task Of_two_retries_at_once_one_selects()
    {
        await FailedJobAsync();
        var selected = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None)));
        Assert.Equal(2, selected.Sum());
        Assert.Equal(2, selected.Max());
    }

    [Fact]
    public async Task An_unknown_store_fails_the_new_run()
    {
        await FailedJobAsync();
        await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None);
        await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([0, 1]), Noon, None);
        Assert.Equal(new JobTally(2, 2, 2), await Ledger.TallyAsync(1, None));
        Assert.Equal(ImageReason.UnknownStore, (await Ledger.FindVisitAsync(1, 0, None))!.Results[0].Reason);
        Assert.Equal(
            [new StoreError("S1", StoreErrorKind.InvalidStore), new StoreError("S2", StoreErrorKind.InvalidStore)],
            await Ledger.ReadStoreErrorsAsync(1, None)
        );
    }

    [Fact]
    public async Task An_image_that_finally_succeeds_is_not_an_error()
    {
        await FailedJobAsync();
        await Ledger.RecordRetryAsync(1, new RetrySelection(ImageReason.Timeout), Noon, None);
        await RecordAsync(1, 0, Sound, run: 1, taken: true);
        Assert.Equal([new StoreError("S1", StoreErrorKind.DownloadFailed)], await Ledger.ReadStoreErrorsAsync(1, None));
    }

    private static ImageOutcome Sound => new(ImageReason.None, "png", 4, 3, 100, TimeSpan.FromMilliseconds(5));

    private Task SubmitAsync() =>
        Ledger.RecordSubmissionAsync(
            1,
            Of(Visit("S1", "http://a.example/1", "http://a.example/2"), Visit("S2", "http://b.example/1", "http://b.example/2")),
            Noon,
            None
        );

    /// <summary>Records two visits, each with a failed first image and a measured second one.</summary>
    private async Task FailedJobAsync()
    {
        await SubmitAsync();
        await RecordAsync(0, 0, ImageOutcome.Failed(ImageReason.Http404), run: 0, taken: true);
        await RecordAsync(0, 1, Sound, run: 0, taken: true);
        await RecordAsync(1, 0, ImageOutcome.Failed(ImageReason.Timeout), run: 0, taken: true);
        await RecordAsync(1, 1, Sound, run: 0, taken: true);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
    }

    private async Task RecordAsync(int visit, int image, ImageOutcome outcome, int run, bool taken) =>
        Assert.Equal(taken, await Ledger.RecordResultAsync(new ImageResult(1, visit, image, outcome, 1, [], Noon, "S", run), None));
}
