using System.Collections.Immutable;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using RetailPulse.Visits;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests reads of the visits of stores on every engine.</summary>
public abstract class VisitReadsConformance(StorageEngine engine) : EngineConformance(engine)
{
    private static readonly VisitPeriod Ever = new(null, null);

    private IVisitQueries VisitReads => Engine.VisitReads;

    [Fact]
    public async Task A_timeline_begins_with_the_newest_visit_of_any_job_and_ends_with_those_without_a_date()
    {
        await SubmitMixedAsync();
        Assert.Equal(
            [(1, 1), (2, 1), (2, 0), (1, 3), (2, 2), (1, 2)],
            Numbers(await VisitReads.ReadTimelineAsync("S1", null, null, 100, None))
        );
        Assert.Equal([(1, 0)], Numbers(await VisitReads.ReadTimelineAsync("S2", null, null, 100, None)));
        Assert.Empty(await VisitReads.ReadTimelineAsync("S9", null, null, 100, None));
    }

    [Fact]
    public async Task Pages_of_a_timeline_follow_each_other_without_gap_or_repetition()
    {
        await SubmitMixedAsync();
        var whole = Numbers(await VisitReads.ReadTimelineAsync("S1", null, null, 100, None));
        for (var size = 1; size <= whole.Length; size++)
        {
            var paged = new List<VisitSummary>();
            while (await VisitReads.ReadTimelineAsync("S1", null, paged.LastOrDefault()?.Place, size, None) is { Count: > 0 } page)
                paged.AddRange(page);
            Assert.Equal(whole, Numbers(paged));
        }
    }

    [Fact]
    public async Task A_visit_is_returned_with_its_image_counts_and_reasons()
    {
        await SubmitAsync(
            1,
            new VisitSubmission("S1", "2026-05-04T09:30:00+05:30", [.. Enumerable.Range(0, 6).Select(image => $"http://a.example/{image}")])
        );
        await MeasureAsync(1, 0, 0, width: 10);
        await FailAsync(1, 0, 1, ImageReason.Http404);
        await FailAsync(1, 0, 2, ImageReason.Corrupt);
        await FailAsync(1, 0, 3, ImageReason.Corrupt);
        var visit = Assert.Single(await VisitReads.ReadTimelineAsync("S1", null, null, 100, None));
        Assert.Equal(new VisitPlace(new DateTimeOffset(2026, 5, 4, 4, 0, 0, TimeSpan.Zero), 1, 0), visit.Place);
        Assert.Equal(("2026-05-04T09:30:00+05:30", 6, 1), (visit.VisitTime, visit.Images, visit.Measured));
        Assert.Equal([new ReasonCount(ImageReason.Corrupt, 2), new ReasonCount(ImageReason.Http404, 1)], visit.Failures);
    }

    [Theory]
    [InlineData("20261101T0930+0530", "2026-11-01T04:00:00Z")]
    [InlineData("2026-11-01 09:30", "2026-11-01T09:30:00Z")]
    [InlineData("11/10/2026 9:30", null)]
    [InlineData("01.11.2026", null)]
    [InlineData("24.11.2026", null)]
    public async Task A_visit_has_the_date_that_its_text_names_and_no_other(string time, string? date)
    {
        await SubmitAsync(1, new VisitSubmission("S1", time, ["http://a.example/"]));
        var visit = Assert.Single(await VisitReads.ReadTimelineAsync("S1", null, null, 100, None));
        Assert.Equal((time, date is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(date, null)), (visit.VisitTime, visit.Place.Date));
        var november = new VisitPeriod(
            new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 11, 1, 23, 59, 59, TimeSpan.Zero)
        );
        Assert.Equal(date is null ? [] : ["S1"], await VisitReads.FindVisitedAsync(["S1"], november, None));
    }

    [Fact]
    public async Task A_visit_without_results_has_neither_measured_nor_failed_images()
    {
        await SubmitAsync(1, Visit("S1", "http://a.example/1"));
        var visit = Assert.Single(await VisitReads.ReadTimelineAsync("S1", null, null, 100, None));
        Assert.Equal((1, 0, 0), (visit.Images, visit.Measured, visit.Failures.Length));
    }

    [Fact]
    public async Task The_latest_result_of_an_image_counts()
    {
        await SubmitAsync(1, Visit("S1", "http://a.example/0", "http://a.example/1", "http://a.example/2"));
        await FailAsync(1, 0, 0, ImageReason.Timeout);
        await FailAsync(1, 0, 1, ImageReason.Timeout);
        await MeasureAsync(1, 0, 2, width: 30);
        await RecordAgainAsync(1, 0, 0, run: 1, reason: null, width: 10);
        await RecordAgainAsync(1, 0, 1, run: 1, reason: "dns", width: 0);
        var visit = Assert.Single(await VisitReads.ReadTimelineAsync("S1", null, null, 100, None));
        Assert.Equal(2, visit.Measured);
        Assert.Equal([new ReasonCount(ImageReason.Dns, 1)], visit.Failures);
        Assert.Equal(
            [(0, 26L), (2, 66L)],
            (await VisitReads.ReadMeasurementsAsync("S1", null, Ever, null, 100, None)).Select(found => (found.Image, found.Perimeter))
        );
    }

    [Fact]
    public async Task The_last_good_image_is_that_of_the_newest_visit_that_has_one()
    {
        await SubmitMixedAsync();
        Assert.Null(await VisitReads.FindLastGoodImageAsync("S1", null, None));
        await MeasureAsync(1, 2, 0, width: 1);
        Assert.Equal(
            new GoodImage(new VisitPlace(null, 1, 2), 0, "http://1.example/2/0", 1, 3, 8),
            await VisitReads.FindLastGoodImageAsync("S1", null, None)
        );
        await MeasureAsync(2, 0, 0, width: 2);
        await MeasureAsync(2, 0, 1, width: 3);
        await FailAsync(1, 1, 0, ImageReason.Corrupt);
        var good = (await VisitReads.FindLastGoodImageAsync("S1", null, None))!;
        Assert.Equal((2, 0, 1, "http://2.example/0/1", 12L), (good.Place.JobId, good.Place.Visit, good.Image, good.Url, good.Perimeter));
    }

    [Fact]
    public async Task Measured_images_come_in_order_and_in_pages()
    {
        await SubmitMixedAsync();
        foreach (var (job, visit) in new[] { (1, 1), (1, 2), (2, 0), (2, 2), (1, 0) })
        {
            await MeasureAsync(job, visit, 1, width: 20);
            await MeasureAsync(job, visit, 0, width: 10);
        }

        await FailAsync(2, 1, 0, ImageReason.Corrupt);
        (long, int, int)[] whole = [(1, 2, 0), (1, 2, 1), (2, 2, 0), (2, 2, 1), (2, 0, 0), (2, 0, 1), (1, 1, 0), (1, 1, 1)];
        for (var size = 1; size <= whole.Length; size++)
        {
            var paged = new List<Measurement>();
            while (await VisitReads.ReadMeasurementsAsync("S1", null, Ever, paged.LastOrDefault(), size, None) is { Count: > 0 } page)
                paged.AddRange(page);
            Assert.Equal(whole, paged.Select(found => (found.Place.JobId, found.Place.Visit, found.Image)));
        }
    }

    [Theory]
    [InlineData(null, null, "undated 0001-01-01 05-03 05-04 9999-12-31")]
    [InlineData("2026-05-04T00:00:00Z", null, "05-04 9999-12-31")]
    [InlineData("2026-05-03T09:30:00Z", "2026-05-03T09:30:00Z", "05-03")]
    [InlineData(null, "2026-05-04T09:29:59.999Z", "0001-01-01 05-03")]
    [InlineData(null, "9999-12-31T23:59:59.9999999Z", "0001-01-01 05-03 05-04 9999-12-31")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T23:59:59.9999999Z", "0001-01-01")]
    [InlineData("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "")]
    public async Task Measured_images_are_found_by_the_dates_of_their_visits(string? from, string? to, string found)
    {
        (string Name, string Time)[] visits =
        [
            ("undated", "in the morning"),
            ("05-04", "2026-05-04T09:30:00Z"),
            ("05-03", "2026-05-03T09:30:00Z"),
            ("0001-01-01", "0001-01-01"),
            ("9999-12-31", "9999-12-31T23:59:59Z"),
        ];
        await SubmitAsync(1, [.. visits.Select(visit => new VisitSubmission("S1", visit.Time, ["http://a.example/"]))]);
        for (var visit = 0; visit < visits.Length; visit++)
            await MeasureAsync(1, visit, 0, width: 1);
        var period = new VisitPeriod(
            from is null ? null : DateTimeOffset.Parse(from, null),
            to is null ? null : DateTimeOffset.Parse(to, null)
        );
        Assert.Equal(
            found,
            string.Join(
                ' ',
                (await VisitReads.ReadMeasurementsAsync("S1", null, period, null, 100, None)).Select(image =>
                    visits[image.Place.Visit].Name
                )
            )
        );
    }

    [Fact]
    public async Task Visits_are_separated_by_tenant()
    {
        foreach (var (job, tenant) in new[] { (1, "acme"), (2, "zeta"), (3, JobSubmission.DefaultTenant) })
        {
            await Ledger.RecordSubmissionAsync(job, new JobSubmission([Of(job, 0, "S1", "2026-05-04")], tenant), Noon, None);
            await MeasureAsync(job, 0, 0, width: job);
        }

        foreach (var (job, tenant) in new[] { (1, "acme"), (2, "zeta") })
        {
            Assert.Equal([(job, 0)], Numbers(await VisitReads.ReadTimelineAsync("S1", tenant, null, 100, None)));
            Assert.Equal(job, (await VisitReads.FindLastGoodImageAsync("S1", tenant, None))!.Place.JobId);
            Assert.Equal(
                [job],
                (await VisitReads.ReadMeasurementsAsync("S1", tenant, Ever, null, 100, None)).Select(found => found.Place.JobId)
            );
        }

        Assert.Empty(await VisitReads.ReadTimelineAsync("S1", "nobody", null, 100, None));
        Assert.Null(await VisitReads.FindLastGoodImageAsync("S1", "nobody", None));
        Assert.Equal(3, (await VisitReads.ReadMeasurementsAsync("S1", null, Ever, null, 100, None)).Count);
    }

    [Fact]
    public async Task Visited_stores_are_found()
    {
        await SubmitMixedAsync();
        Assert.Equal(
            ["S1", "S2"],
            (await VisitReads.FindVisitedAsync(["S0", "S1", "S2", "S\"3", ""], Ever, None)).Order(StringComparer.Ordinal)
        );
        Assert.Empty(await VisitReads.FindVisitedAsync([], Ever, None));
    }

    [Fact]
    public async Task Visited_stores_are_filtered_by_date()
    {
        await SubmitAsync(1, Of(1, 0, "S1", "soon"), Of(1, 1, "S2", "2026-05-04"));
        Assert.Equal(["S2"], await VisitReads.FindVisitedAsync(["S1", "S2"], new VisitPeriod(null, Noon), None));
        Assert.Equal(["S2"], await VisitReads.FindVisitedAsync(["S1", "S2"], new VisitPeriod(Noon.AddHours(-12), null), None));
        Assert.Empty(await VisitReads.FindVisitedAsync(["S1", "S2"], new VisitPeriod(Noon, null), None));
    }

    /// <summary>Runs a statement that both engines understand.</summary>
    private static (long Job, int Visit)[] Numbers(IEnumerable<VisitSummary> visits) =>
        [.. visits.Select(visit => (visit.Place.JobId, visit.Place.Visit))];

    private static ImageOutcome Sound(int width) => new(ImageReason.None, "png", width, 3, 100, TimeSpan.FromMilliseconds(5));

    /// <summary>
    /// Records the visits of S1. Newest first: 1/1, then 2/1 and 2/0 (of the same time), 1/3, and 2/2 and 1/2 without a date.
    /// </summary>
    private async Task SubmitMixedAsync()
    {
        await SubmitAsync(
            1,
            Of(1, 0, "S2", "2026-05-04T09:30:00Z"),
            Of(1, 1, "S1", "2026-05-05T09:30:00Z"),
            Of(1, 2, "S1", "soon"),
            Of(1, 3, "S1", "2026-05-01")
        );
        await SubmitAsync(
            2,
            Of(2, 0, "S1", "2026-05-04T09:30:00Z"),
            Of(2, 1, "S1", "2026-05-04T15:00:00+05:30"),
            Of(2, 2, "S1", "time of store visit")
        );
    }

    private static VisitSubmission Of(int job, int visit, string store, string time) =>
        new(store, time, [$"http://{job}.example/{visit}/0", $"http://{job}.example/{visit}/1"]);

    private Task SubmitAsync(long job, params ImmutableArray<VisitSubmission> visits) =>
        Ledger.RecordSubmissionAsync(job, new JobSubmission(visits), Noon, None);

    private Task MeasureAsync(long job, int visit, int image, int width) => RecordAsync(job, visit, image, Sound(width));

    private Task FailAsync(long job, int visit, int image, ImageReason reason) =>
        RecordAsync(job, visit, image, ImageOutcome.Failed(reason));

    private async Task RecordAsync(long job, int visit, int image, ImageOutcome outcome) =>
        Assert.True(await Ledger.RecordResultAsync(new ImageResult(job, visit, image, outcome, 1, [], Noon, "S"), None));

    private Task RecordAgainAsync(long job, int visit, int image, int run, string? reason, int width) =>
        Engine.ExecuteAsync(
            $"""
            INSERT INTO image_results(job_id, visit_no, image_no, run, reason, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            VALUES({job}, {visit}, {image}, {run}, {(reason is null ? "NULL" : $"'{reason}'")}, {width}, 3, {2
                * (width + 3)}, 1, 1, 1, '2026-05-04T12:00:00.000Z', 'S')
            """
        );
}
