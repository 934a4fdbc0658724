using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests how every ledger lists the failures of all jobs.</summary>
public abstract class FailureListConformance(StorageEngine engine) : EngineConformance(engine)
{
    private static readonly FailureFilter All = new();

    [Fact]
    public async Task Failures_of_all_jobs_are_listed_newest_first()
    {
        await SubmitTwoAsync();
        var found = await ReadAsync(All);
        Assert.Equal(["2/0/0 dns", "2/1/0 corrupt", "1/1/1 timeout", "1/1/0 http_404", "1/0/0 http_404"], found.Select(Name));
        Assert.Equal(
            new ListedFailure(
                new FailurePosition(At(3), 1, 1, 1, 0),
                "S2",
                "2026-05-04T09:30:00Z",
                "HTTPS://B.example:443/4",
                "b.example",
                ImageReason.Timeout,
                1
            ),
            found[2]
        );
        Assert.Equal("b.example:8443", found[0].Host);
    }

    [Theory]
    [InlineData("S2", null, null, null, "1/1/1 1/1/0")]
    [InlineData(null, "S2,S3", null, null, "2/1/0 1/1/1 1/1/0")]
    [InlineData(null, "", null, null, "")]
    [InlineData(null, null, ImageReason.Http404, null, "1/1/0 1/0/0")]
    [InlineData(null, null, null, "b.example", "2/0/0 1/1/1")]
    [InlineData(null, null, null, "b.example:8443", "2/0/0")]
    [InlineData(null, null, null, "b.example:", "1/1/1")]
    [InlineData(null, null, null, "example", "")]
    [InlineData("S2", "S2", ImageReason.Http404, "a.example", "1/1/0")]
    [InlineData("S1", "S2", null, null, "")]
    public async Task Filters_narrow_each_other_down(string? store, string? area, ImageReason? reason, string? host, string places)
    {
        await SubmitTwoAsync();
        var stores = area?.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var found = await Engine.Failures.ReadAsync(
            new FailureFilter(Store: store, Reason: reason, Host: host),
            stores,
            null,
            100,
            100,
            None
        );
        Assert.Equal((places, null), (string.Join(' ', found.Failures.Select(failure => Name(failure).Split(' ')[0])), found.ReadUpTo));
    }

    [Theory]
    [InlineData(null, null, "5 4 3 2 1")]
    [InlineData(2, null, "5 4 3 2")]
    [InlineData(null, 4, "3 2 1")]
    [InlineData(2, 5, "4 3 2")]
    [InlineData(6, null, "")]
    public async Task A_period_has_its_beginning_and_not_its_end(int? from, int? before, string minutes)
    {
        await SubmitTwoAsync();
        var found = await ReadAsync(
            new FailureFilter(From: from is { } first ? At(first) : null, Before: before is { } end ? At(end) : null)
        );
        Assert.Equal(minutes, string.Join(' ', found.Select(failure => (failure.Position.At - Noon).TotalMinutes)));
    }

    [Fact]
    public async Task Only_images_whose_latest_result_is_a_failure_are_listed()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 4));
        for (var image = 0; image < 4; image++)
            await Ledger.RecordAsync(job: 1, visit: 0, image, ImageReason.Dns);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 0)), Noon, None));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.None, run: 1);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(
            1,
            await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 1), Url: "http://new.example/1"), Noon, None)
        );
        await Ledger.RecordAsync(job: 1, visit: 0, image: 1, ImageReason.Tls, run: 1);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 2)), Noon, None));
        var found = await ReadAsync(All);
        Assert.Equal(["1/0/3 dns", "1/0/1 tls"], found.Select(Name));
        Assert.Equal(("http://new.example/1", "new.example"), (found[1].Url, found[1].Host));
        Assert.Equal(["1/0/1 tls"], (await ReadAsync(new FailureFilter(Host: "new.example"))).Select(Name));
    }

    [Fact]
    public async Task Failures_are_listed_by_tenant()
    {
        foreach (var (job, tenant) in new[] { (1, "acme"), (2, "zeta"), (3, JobSubmission.DefaultTenant) })
        {
            await Ledger.SubmitAsync(job, Grid(visits: 1, images: 1) with { Tenant = tenant });
            await Ledger.RecordAsync(job, visit: 0, image: 0, ImageReason.Dns);
        }

        Assert.Equal([1L], (await ReadAsync(new FailureFilter("acme"))).Select(failure => failure.Position.JobId));
        Assert.Equal([2L], (await ReadAsync(new FailureFilter("zeta", Host: "images.example"))).Select(failure => failure.Position.JobId));
        Assert.Empty(await ReadAsync(new FailureFilter("nobody")));
        Assert.Equal([3L, 2L, 1L], (await ReadAsync(All)).Select(failure => failure.Position.JobId));
    }

    /// <summary>Every list repeats the time for each image, so a long one would fill the memory.</summary>
    [Fact]
    public async Task Of_a_time_of_any_length_only_the_beginning_is_read()
    {
        await Ledger.SubmitAsync(1, Of(new VisitSubmission("S1", new string('é', 100_000), ["http://a.example/1", "http://a.example/2"])));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.Dns);
        await using var snapshot = await Engine.Reads.OpenSnapshotAsync(None);
        var place = new PlaceInJob(1, new ImagePlace(0, 1));
        Assert.All(
            [
                (await ReadAsync(All)).Single().VisitTime,
                (await Engine.PhotoReads.ReadAsync(new PhotoFilter(), null, null, 10, 10, None)).Photos.Single().VisitTime,
                (await Engine.VisitReads.ReadTimelineAsync("S1", null, null, 10, None)).Single().VisitTime,
                (await snapshot.ReadVisitsAsync(1, [0], None)).Single().VisitTime,
                (await snapshot.ReadImagesAsync([place], None))[place].VisitTime,
            ],
            time => Assert.Equal(new string('é', 1_000), time)
        );
    }

    [Fact]
    public async Task A_job_that_is_being_removed_has_no_failures()
    {
        await SubmitTwoAsync();
        await Ledger.RecordEndAsync(2, JobStatus.Failed, Noon, None);
        Assert.True(await Ledger.MarkDeletedAsync(2, Noon, None));
        Assert.Equal([1L, 1L, 1L], (await ReadAsync(All)).Select(failure => failure.Position.JobId));
    }

    /// <summary>Many fail within one millisecond; a page is cut among them, and looks at fewer than it may return, and at more.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 100)]
    [InlineData(3, 2)]
    [InlineData(100, 3)]
    [InlineData(100, 100)]
    public async Task Pages_follow_each_other_without_gap_or_repetition(int limit, int maxExamined)
    {
        await Ledger.SubmitAsync(
            1,
            Of(Visit("S1", "http://a.example/1", "http://a.example/2"), Visit("S2", "http://a.example/3", "http://b.example/4"))
        );
        await Ledger.SubmitAsync(2, Of(Visit("S1", "http://b.example/1", "http://a.example/2")));
        foreach (var (job, visit, image) in new[] { (2, 0, 0), (1, 0, 0), (1, 1, 1), (1, 0, 1), (2, 0, 1), (1, 1, 0) })
            await Ledger.RecordAsync(job, visit, image, ImageReason.Dns);
        foreach (
            var (filter, whole) in new[]
            {
                (All, "2/0/1 2/0/0 1/1/1 1/1/0 1/0/1 1/0/0"),
                (new FailureFilter(Store: "S1", Host: "a.example"), "2/0/1 1/0/1 1/0/0"),
            }
        )
        {
            var (places, after, pages) = (new List<string>(), (FailurePosition?)null, 0);
            do
            {
                var page = await Engine.Failures.ReadAsync(filter, null, after, limit, maxExamined, None);
                Assert.True(page.Failures.Length <= limit && pages++ < 10);
                places.AddRange(page.Failures.Select(failure => Name(failure).Split(' ')[0]));
                after = page.ReadUpTo;
            } while (after is not null);
            Assert.Equal(whole, string.Join(' ', places));
        }
    }

    private protected static DateTimeOffset At(int minute) => Noon.AddMinutes(minute);

    private static string Name(ListedFailure failure) =>
        $"{failure.Position.JobId}/{failure.Position.Visit}/{failure.Position.Image} {failure.Reason.Code()}";

    private async Task<IReadOnlyList<ListedFailure>> ReadAsync(FailureFilter filter) =>
        (await Engine.Failures.ReadAsync(filter, null, null, 100, 100, None)).Failures;

    private async Task SubmitTwoAsync()
    {
        await Ledger.SubmitAsync(
            1,
            Of(Visit("S1", "http://a.example/1", "http://a.example/2"), Visit("S2", "http://a.example/3", "HTTPS://B.example:443/4"))
        );
        await Ledger.SubmitAsync(2, Of(Visit("S1", "http://b.example:8443/1"), Visit("S3", "http://a.example:/2")));
        await FailAsync(2, 0, 0, ImageReason.Dns, minute: 5);
        await FailAsync(1, 0, 0, ImageReason.Http404, minute: 1);
        await FailAsync(1, 0, 1, ImageReason.None, minute: 6);
        await FailAsync(1, 1, 1, ImageReason.Timeout, minute: 3);
        await FailAsync(1, 1, 0, ImageReason.Http404, minute: 2);
        await FailAsync(2, 1, 0, ImageReason.Corrupt, minute: 4);
    }

    private async Task FailAsync(long job, int visit, int image, ImageReason reason, int minute)
    {
        var outcome = reason == ImageReason.None ? new ImageOutcome(reason, "png", 4, 3, 100, TimeSpan.Zero) : ImageOutcome.Failed(reason);
        Assert.True(await Ledger.RecordResultAsync(new ImageResult(job, visit, image, outcome, 1, [], At(minute), "S"), None));
    }
}
