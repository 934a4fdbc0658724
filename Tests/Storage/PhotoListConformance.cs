using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests how every engine lists the images of all jobs.</summary>
public abstract class PhotoListConformance(StorageEngine engine) : EngineConformance(engine)
{
    private static readonly PhotoFilter All = new();

    [Fact]
    public async Task Images_with_results_are_listed_by_the_dates_of_their_visits()
    {
        await SubmitTwoAsync();
        var photos = await ReadAsync(All);
        Assert.Equal("2/0/0 2/0/1 2/1/0 1/1/0 1/0/0 1/0/2 1/2/0", Places(photos));
        var first = photos[4];
        Assert.Equal(("S1", "2026-05-04", "http://a.example/1"), (first.StoreId, first.VisitTime, first.Url));
        Assert.Equal(
            (4, 3, 100L, 1),
            (first.Result.Outcome.Width, first.Result.Outcome.Height, first.Result.Outcome.Bytes, first.Result.Attempts)
        );
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero), first.Position.Visit.Date);
        Assert.Null(photos[6].Position.Visit.Date);
    }

    [Fact]
    public async Task Images_are_listed_with_their_analyses()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 2));
        await Ledger.RecordResultAsync(new ImageResult(1, 0, 0, FakeFetcher.Sound, 1, [], Noon, "S", Analysis: """{"a":1}"""), None);
        await Ledger.RecordResultAsync(new ImageResult(1, 0, 1, FakeFetcher.Sound, 1, [], Noon, "S"), None);
        Assert.Equal(["""{"a":1}""", null], (await ReadAsync(All)).Select(photo => photo.Result.Analysis));
        Assert.Equal(["""{"a":1}""", null], (await ReadAsync(new PhotoFilter(Store: "S1"))).Select(photo => photo.Result.Analysis));
    }

    [Theory]
    [InlineData("S1", null, null, null, PhotoKinds.None, "2/0/0 2/0/1 1/0/0 1/0/2")]
    [InlineData(null, "S2,S3", null, null, PhotoKinds.None, "2/1/0 1/1/0 1/2/0")]
    [InlineData("S1", "S2", null, null, PhotoKinds.None, "")]
    [InlineData(null, null, "2026-05-05", null, PhotoKinds.None, "2/0/0 2/0/1 2/1/0 1/1/0")]
    [InlineData(null, null, null, "2026-05-05", PhotoKinds.None, "1/0/0 1/0/2")]
    [InlineData("S1", null, "2026-05-04", "2026-05-05", PhotoKinds.None, "1/0/0 1/0/2")]
    [InlineData(null, null, null, null, PhotoKinds.Failed, "2/0/1 1/0/2 1/2/0")]
    [InlineData(null, null, null, null, PhotoKinds.Measured, "2/0/0 2/1/0 1/1/0 1/0/0")]
    [InlineData(null, null, null, null, PhotoKinds.Repeated, "2/0/0")]
    [InlineData("S1", null, null, null, PhotoKinds.Failed | PhotoKinds.Repeated, "2/0/0 2/0/1 1/0/2")]
    [InlineData("S3", null, null, null, PhotoKinds.Repeated, "")]
    public async Task Filters_narrow_each_other_down(
        string? store,
        string? area,
        string? from,
        string? before,
        PhotoKinds kinds,
        string places
    )
    {
        await SubmitTwoAsync();
        var filter = new PhotoFilter(null, store, null, Day(from), Day(before), kinds);
        foreach (var maxExamined in (int[])[1, 3, 100])
        {
            var found = new List<ListedPhoto>();
            PhotoPosition? after = null;
            do
            {
                var page = await Engine.PhotoReads.ReadAsync(filter, area?.Split(','), after, 100, maxExamined, None);
                found.AddRange(page.Photos);
                after = page.ReadUpTo;
            } while (after is not null);
            Assert.Equal(places, Places(found));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 100)]
    [InlineData(3, 2)]
    [InlineData(100, 3)]
    public async Task Pages_follow_each_other_without_gap_or_repetition(int limit, int maxExamined)
    {
        await SubmitTwoAsync();
        foreach (
            var (filter, whole) in new[]
            {
                (All, "2/0/0 2/0/1 2/1/0 1/1/0 1/0/0 1/0/2 1/2/0"),
                (new PhotoFilter(Store: "S1"), "2/0/0 2/0/1 1/0/0 1/0/2"),
            }
        )
        {
            var (found, after, pages) = (new List<ListedPhoto>(), (PhotoPosition?)null, 0);
            do
            {
                var page = await Engine.PhotoReads.ReadAsync(filter, null, after, limit, maxExamined, None);
                Assert.True(page.Photos.Length <= limit && pages++ < 20);
                found.AddRange(page.Photos);
                after = page.ReadUpTo;
            } while (after is not null);
            Assert.Equal(whole, Places(found));
        }
    }

    [Fact]
    public async Task A_repeated_image_names_the_first_one()
    {
        await SubmitTwoAsync();
        Assert.Equal(new SeenImage(1, new ImagePlace(0, 0), "S1"), (await ReadAsync(All))[0].SeenIn);
        Assert.All((await ReadAsync(All)).Skip(1), photo => Assert.Null(photo.SeenIn));
    }

    [Fact]
    public async Task Only_the_latest_result_and_url_of_an_image_are_listed()
    {
        await Ledger.SubmitAsync(1, Of(Visit("S1", "http://a.example/1", "http://a.example/2")));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.Dns);
        await Ledger.RecordAsync(job: 1, visit: 0, image: 1, ImageReason.Dns);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 0), Url: "http://new.example/1"), Noon, None);
        Assert.Equal("1/0/1", Places(await ReadAsync(All)));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.None, run: 1);
        var photos = await ReadAsync(All);
        Assert.Equal("1/0/0 1/0/1", Places(photos));
        Assert.Equal(("http://new.example/1", true), (photos[0].Url, photos[0].Result.Outcome.Measured));
    }

    [Fact]
    public async Task Images_of_other_tenants_and_of_removed_jobs_are_not_listed()
    {
        foreach (var (job, tenant) in new[] { (1, "acme"), (2, "zeta"), (3, "acme") })
        {
            await Ledger.SubmitAsync(job, Grid(visits: 1, images: 1) with { Tenant = tenant });
            await Ledger.RecordAsync(job, visit: 0, image: 0, ImageReason.Dns);
        }

        Assert.Equal("3/0/0 1/0/0", Places(await ReadAsync(new PhotoFilter("acme"))));
        await Ledger.RecordEndAsync(3, JobStatus.Failed, Noon, None);
        Assert.True(await Ledger.MarkDeletedAsync(3, Noon, None));
        Assert.Equal("1/0/0", Places(await ReadAsync(new PhotoFilter("acme"))));
        Assert.Equal("2/0/0 1/0/0", Places(await ReadAsync(All)));
    }

    private static DateTimeOffset? Day(string? text) =>
        text is null ? null : DateTimeOffset.Parse($"{text}T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private static string Places(IEnumerable<ListedPhoto> photos) =>
        string.Join(' ', photos.Select(photo => $"{photo.Position.Visit.JobId}/{photo.Position.Visit.Visit}/{photo.Position.Image}"));

    private async Task<IReadOnlyList<ListedPhoto>> ReadAsync(PhotoFilter filter) =>
        (await Engine.PhotoReads.ReadAsync(filter, null, null, 100, 100, None)).Photos;

    private async Task SubmitTwoAsync()
    {
        await Ledger.SubmitAsync(
            1,
            Of(
                new VisitSubmission("S1", "2026-05-04", ["http://a.example/1", "http://a.example/2", "http://a.example/3"]),
                new VisitSubmission("S2", "2026-05-05", ["http://a.example/4"]),
                new VisitSubmission("S3", "soon", ["http://a.example/5"])
            )
        );
        await Ledger.SubmitAsync(
            2,
            Of(
                new VisitSubmission("S1", "2026-05-06", ["http://a.example/6", "http://a.example/7"]),
                new VisitSubmission("S3", "2026-05-05T00:00:00Z", ["http://a.example/8"])
            )
        );
        await RecordAsync(1, 0, 0, 7);
        await RecordAsync(1, 0, 2, null);
        await RecordAsync(1, 1, 0, 8);
        await RecordAsync(1, 2, 0, null);
        await RecordAsync(2, 0, 0, 7);
        await RecordAsync(2, 0, 1, null);
        await RecordAsync(2, 1, 0, 9);
        foreach (var job in (long[])[1, 2])
        {
            await Ledger.RecordEndAsync(job, JobStatus.Failed, Noon, None);
            await Photos.IndexAsync([job], None);
        }
    }

    /// <param name="hash">Hash of a measured image; <see langword="null"/> for one that failed.</param>
    private async Task RecordAsync(long job, int visit, int image, int? hash)
    {
        var outcome = hash is { } known
            ? new ImageOutcome(ImageReason.None, "png", 4, 3, 100, TimeSpan.Zero, (UInt128)known)
            : ImageOutcome.Failed(ImageReason.Dns);
        Assert.True(await Ledger.RecordResultAsync(new ImageResult(job, visit, image, outcome, 1, [], Noon, "S"), None));
    }
}
