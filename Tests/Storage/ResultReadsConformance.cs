using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests reads of visits and results on every engine.</summary>
public abstract class ResultReadsConformance(StorageEngine engine) : EngineConformance(engine)
{
    private static readonly ResultRange All = new(ImagePlace.Start, int.MaxValue, null, null, 100);

    [Fact]
    public async Task Visits_are_read_by_their_numbers_and_not_too_many_at_once()
    {
        await Ledger.SubmitAsync(
            1,
            Of(new VisitSubmission("S\"ü", "some time", ["http://x/1", "http://x/'2'"]), Visit("S2", "http://x/3"))
        );
        await Ledger.SubmitAsync(2, Grid(5, SubmittedVisit.EnoughImages / 2));
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        var visits = await snapshot.ReadVisitsAsync(1, [0, 1, 2], None);
        Assert.Equal(
            [(0, "S\"ü", "some time"), (1, "S2", "2026-05-04T09:30:00Z")],
            visits.Select(visit => (visit.Number, visit.StoreId, visit.VisitTime))
        );
        Assert.Equal(["http://x/1", "http://x/'2'"], visits[0].ImageUrls);
        Assert.Equal([1, 2], (await snapshot.ReadVisitsAsync(2, [1, 2, 4], None)).Select(visit => visit.Number));
        Assert.Empty(await snapshot.ReadVisitsAsync(2, [5], None));
        Assert.Equal(JobStatus.Ongoing, await snapshot.FindStatusAsync(2, None));
        Assert.Null(await snapshot.FindStatusAsync(3, None));
    }

    [Fact]
    public async Task Images_of_several_jobs_are_read_by_their_places()
    {
        await Ledger.SubmitAsync(1, Of(Visit("S1", "http://x/1", "http://x/2"), Visit("S2", "http://x/3")));
        await Ledger.SubmitAsync(2, Of(Visit("S3", "http://x/4", "http://x/5")));
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        PlaceInJob[] places =
        [
            new(2, new ImagePlace(0, 1)),
            new(1, new ImagePlace(0, 1)),
            new(1, new ImagePlace(1, 0)),
            new(1, new ImagePlace(0, 0)),
        ];
        var images = await snapshot.ReadImagesAsync([.. places, new(3, new ImagePlace(0, 0)), new(1, new ImagePlace(2, 0))], None);
        Assert.Equal(places.ToHashSet(), images.Keys.ToHashSet());
        Assert.Equal(["http://x/5", "http://x/2", "http://x/3", "http://x/1"], places.Select(place => images[place].Url));
        Assert.Equal(["S3", "S1", "S2", "S1"], places.Select(place => images[place].StoreId));
        Assert.All(
            images,
            image =>
                Assert.Equal(
                    (image.Key.Place, null, "2026-05-04T09:30:00Z"),
                    (image.Value.Place, image.Value.Result, image.Value.VisitTime)
                )
        );
        Assert.Empty(await snapshot.ReadImagesAsync([], None));
    }

    [Theory]
    [InlineData(JobStatus.Cancelled)]
    [InlineData(JobStatus.Failed)]
    public async Task The_end_of_a_job_is_its_status(JobStatus end)
    {
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 1));
        await Ledger.RecordEndAsync(1, end, Noon, None);
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        Assert.Equal(end, await snapshot.FindStatusAsync(1, None));
    }

    [Fact]
    public async Task Visits_that_lack_results_are_found_in_order()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 6, images: 2));
        foreach (var visit in (int[])[0, 2, 3])
            await Ledger.RecordAsync(job: 1, visit, image: 0, ImageReason.None);
        foreach (var visit in (int[])[0, 3, 5])
            await Ledger.RecordAsync(job: 1, visit, image: 1, ImageReason.Dns);
        await Ledger.AgainAsync(image: 1, run: 1, ImageReason.None);
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        Assert.Equal([1, 2, 4, 5], await snapshot.FindUnfinishedVisitsAsync(1, 0, int.MaxValue, 10, None));
        Assert.Equal([2, 4], await snapshot.FindUnfinishedVisitsAsync(1, 2, 4, 10, None));
        Assert.Equal([1, 2], await snapshot.FindUnfinishedVisitsAsync(1, 0, int.MaxValue, 2, None));
    }

    [Fact]
    public async Task Results_are_read_whole()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 2));
        var measured = new ImageOutcome(ImageReason.None, "jpeg", 65_535, 60_000, 52_428_800, TimeSpan.FromMilliseconds(1234));
        var failed = ImageOutcome.Failed(ImageReason.Truncated, 77, TimeSpan.FromSeconds(2));
        await Ledger.RecordResultAsync(new ImageResult(1, 0, 0, measured, 3, [ImageReason.Http5xx, ImageReason.Timeout], Noon, "S"), None);
        await Ledger.RecordResultAsync(new ImageResult(1, 0, 1, failed, 1, [], Noon.AddTicks(10_000), "S"), None);
        var results = await ReadAsync(All);
        Assert.Equal([(measured, 3), (failed, 1)], results.Select(result => (result.Result.Outcome, result.Result.Attempts)));
        Assert.Equal([ImageReason.Http5xx, ImageReason.Timeout], results[0].Result.EarlierFailures);
        Assert.Empty(results[1].Result.EarlierFailures);
        Assert.Equal([Noon, Noon.AddTicks(10_000)], results.Select(result => result.Result.FinishedAt));
    }

    [Fact]
    public async Task An_analysis_is_read_as_it_was_recorded()
    {
        var analysis = $$"""{"é":"\u0000'\"","x":"{{new string('ü', 2_000)}}"}""";
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 3));
        ImageOutcome[] outcomes = [FakeFetcher.Sound, FakeFetcher.Sound, ImageOutcome.Failed(ImageReason.AnalysisTimeout)];
        foreach (var (image, outcome) in outcomes.Index())
            await Ledger.RecordResultAsync(
                new ImageResult(1, 0, image, outcome, 1, [], Noon, "S", Analysis: image == 0 ? analysis : null),
                None
            );
        Assert.Equal([analysis, null, null], (await ReadAsync(All)).Select(result => result.Result.Analysis));
        Assert.Equal([analysis, null], (await ReadAsync(All with { Measured = true })).Select(result => result.Result.Analysis));
        Assert.Equal(
            [(ImageReason.AnalysisTimeout, null)],
            (await ReadAsync(All with { Reason = ImageReason.AnalysisTimeout })).Select(result =>
                (result.Result.Outcome.Reason, result.Result.Analysis)
            )
        );
    }

    [Fact]
    public async Task Results_are_read_in_order_from_any_place_and_by_kind()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 3, images: 2));
        await Ledger.SubmitAsync(2, Grid(visits: 1, images: 1));
        await Ledger.RecordAsync(job: 2, visit: 0, image: 0, ImageReason.None);
        ImageReason[] reasons = [ImageReason.None, ImageReason.Dns, ImageReason.Http404, ImageReason.None, ImageReason.Dns];
        foreach (var (image, reason) in reasons.Index().Reverse())
            await Ledger.RecordAsync(job: 1, visit: image / 2, image: image % 2, reason);
        Assert.Equal(["0/0", "0/1", "1/0", "1/1", "2/0"], await PlacesAsync(All));
        Assert.Equal(["1/0", "1/1"], await PlacesAsync(All with { After = new ImagePlace(0, 1), Limit = 2 }));
        Assert.Equal(["0/1", "1/0", "1/1"], await PlacesAsync(All with { After = new ImagePlace(0, 0), LastVisit = 1 }));
        Assert.Equal(["0/0", "1/1"], await PlacesAsync(All with { Measured = true }));
        Assert.Equal(["1/0", "2/0"], await PlacesAsync(All with { Measured = false, After = new ImagePlace(0, 1) }));
        Assert.Equal(["0/1", "2/0"], await PlacesAsync(All with { Measured = false, Reason = ImageReason.Dns }));
    }

    [Fact]
    public async Task The_latest_run_of_an_image_counts()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 3));
        for (var image = 0; image < 3; image++)
            await Ledger.RecordAsync(job: 1, visit: 0, image, ImageReason.Dns);
        await Ledger.AgainAsync(image: 0, run: 1, ImageReason.Http404);
        await Ledger.AgainAsync(image: 0, run: 2, ImageReason.None);
        await Ledger.AgainAsync(image: 1, run: 1, ImageReason.Http404);
        Assert.Equal(
            [ImageReason.None, ImageReason.Http404, ImageReason.Dns],
            (await ReadAsync(All)).Select(result => result.Result.Outcome.Reason)
        );
        Assert.Equal(["0/1", "0/2"], await PlacesAsync(All with { Measured = false }));
        Assert.Equal(["0/0"], await PlacesAsync(All with { Measured = true }));
        Assert.Equal(["0/2"], await PlacesAsync(All with { Measured = false, Reason = ImageReason.Dns }));
        Assert.Equal(2, (await Reads.CountFailuresAsync(1, None)).Largest.Sum(group => group.Images));
    }

    [Fact]
    public async Task A_snapshot_stays_as_it_was()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 2, images: 1));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.None);
        await using var before = await Reads.OpenSnapshotAsync(None);
        await Ledger.RecordAsync(job: 1, visit: 1, image: 0, ImageReason.Dns);
        await Ledger.SubmitAsync(2, Grid(visits: 1, images: 1));
        Assert.Single(await before.ReadResultsAsync(1, All, None));
        Assert.Null(await before.FindStatusAsync(2, None));
        await using var after = await Reads.OpenSnapshotAsync(None);
        Assert.Equal(2, (await after.ReadResultsAsync(1, All, None)).Count);
        Assert.Equal(JobStatus.Ongoing, await after.FindStatusAsync(2, None));
    }

    private async Task<IEnumerable<string>> PlacesAsync(ResultRange range) =>
        (await ReadAsync(range)).Select(result => $"{result.Place.Visit}/{result.Place.Image}");

    private async Task<IReadOnlyList<PlacedResult>> ReadAsync(ResultRange range)
    {
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        return await snapshot.ReadResultsAsync(1, range, None);
    }
}
