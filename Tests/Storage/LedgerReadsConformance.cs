using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Fakes;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>What every ledger must answer to those who read it, whatever engine keeps it.</summary>
public abstract class LedgerReadsConformance(StorageEngine engine) : EngineConformance(engine)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ResultRange All = new(ImagePlace.Start, int.MaxValue, null, null, 100);

    private ILedgerReads Reads => Engine.Reads;

    [Fact]
    public async Task Jobs_are_listed_newest_first_and_page_by_page()
    {
        foreach (var job in (long[])[3, 1, 9, 5]) await SubmitAsync(job, Grid(2, 3));
        Assert.Equal([9, 5], (await ListAsync(new JobFilter(), long.MaxValue, 2)).Select(job => job.JobId));
        Assert.Equal([3, 1], (await ListAsync(new JobFilter(), 5, 2)).Select(job => job.JobId));
        Assert.Empty(await ListAsync(new JobFilter(), 1, 2));
    }

    [Fact]
    public async Task A_job_is_listed_with_what_its_row_has()
    {
        await SubmitAsync(1, Grid(2, 3));
        Assert.Equal([new JobEntry(1, JobStatus.Ongoing, Noon, null, 2, 6)], await ListAsync());
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon.AddMinutes(1), None);
        Assert.Equal([new JobEntry(1, JobStatus.Failed, Noon, Noon.AddMinutes(1), 2, 6)], await ListAsync());
    }

    [Fact]
    public async Task Jobs_are_listed_by_status()
    {
        foreach (var job in (long[])[1, 2, 3, 4]) await SubmitAsync(job, Grid(1, 1));
        await Ledger.RecordEndAsync(1, JobStatus.Completed, Noon, None);
        await Ledger.RecordEndAsync(3, JobStatus.Failed, Noon, None);
        Assert.Equal([4, 2], await ListIdsAsync(new JobFilter(JobStatus.Ongoing)));
        Assert.Equal([1], await ListIdsAsync(new JobFilter(JobStatus.Completed)));
        Assert.Equal([3], await ListIdsAsync(new JobFilter(JobStatus.Failed)));
        Assert.Empty(await ListIdsAsync(new JobFilter(JobStatus.Cancelled)));
    }

    [Fact]
    public async Task Jobs_are_listed_by_store()
    {
        await SubmitAsync(1, Of(Visit("S1", "http://x/1"), Visit("S2", "http://x/1"), Visit("S1", "http://x/1")));
        await SubmitAsync(2, Of(Visit("S2", "http://x/1")));
        await SubmitAsync(3, Of(Visit("S1", "http://x/1")));
        Assert.Equal([3, 1], await ListIdsAsync(new JobFilter(Store: "S1")));
        Assert.Equal([1], (await ListAsync(new JobFilter(Store: "S1"), 3, 5)).Select(job => job.JobId));
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter(Store: "S2")));
        Assert.Empty(await ListIdsAsync(new JobFilter(Store: "s1")));
    }

    [Fact]
    public async Task Jobs_are_listed_by_the_stores_of_an_area()
    {
        await SubmitAsync(1, Of(Visit("S1", "http://x/1"), Visit("S2", "http://x/1"), Visit("S1", "http://x/1")));
        await SubmitAsync(2, Of(Visit("S3", "http://x/1")));
        await SubmitAsync(3, Of(Visit("S'4", "http://x/1"), Visit("S3", "http://x/1")));
        Assert.Equal([3, 1], await ListOfAsync(["S2", "S1", "S'4", "S9"], new JobFilter()));
        Assert.Equal([3], await ListOfAsync(["S'4", "S1"], new JobFilter(Store: "S3")));
        Assert.Equal([1], await ListOfAsync(["S'4", "S1"], new JobFilter(), before: 3));
        Assert.Empty(await ListOfAsync(["S9"], new JobFilter()));
    }

    [Fact]
    public async Task Jobs_are_listed_by_the_time_of_their_submission()
    {
        for (var day = 0; day < 4; day++) await Ledger.RecordSubmissionAsync(day + 1, Grid(1, 1), Noon.AddDays(day), None);
        Assert.Equal([4, 3], await ListIdsAsync(new JobFilter(SubmittedFrom: Noon.AddDays(2))));
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter(SubmittedBefore: Noon.AddDays(2))));
        Assert.Equal([3], await ListIdsAsync(new JobFilter(JobStatus.Ongoing, "S1", Noon.AddDays(2).ToOffset(TimeSpan.FromHours(5)), Noon.AddDays(3))));
    }

    [Fact]
    public async Task Jobs_are_listed_by_tenant()
    {
        foreach (var (job, tenant) in new[] { (1, "acme"), (2, "zeta"), (3, "acme"), (4, JobSubmission.DefaultTenant) })
            await Ledger.RecordSubmissionAsync(job, Grid(1, 1) with { Tenant = tenant }, Noon, None);
        await Ledger.RecordEndAsync(1, JobStatus.Completed, Noon, None);
        Assert.Equal([3, 1], await ListIdsAsync(new JobFilter(Tenant: "acme")));
        Assert.Equal([3], await ListIdsAsync(new JobFilter(JobStatus.Ongoing, Tenant: "acme")));
        Assert.Equal([1], (await ListAsync(new JobFilter(Tenant: "acme"), before: 3)).Select(job => job.JobId));
        Assert.Equal([4], await ListIdsAsync(new JobFilter(Tenant: JobSubmission.DefaultTenant)));
        Assert.Empty(await ListIdsAsync(new JobFilter(Tenant: "nobody")));
    }

    [Fact]
    public async Task What_a_tenant_has_in_hand_is_counted()
    {
        foreach (var (job, tenant) in new[] { (1, "acme"), (2, "zeta"), (3, "acme"), (4, "acme") })
            await Ledger.RecordSubmissionAsync(job, Grid(job, 2) with { Tenant = tenant }, Noon, None);
        await Ledger.RecordEndAsync(1, JobStatus.Completed, Noon, None);
        var use = await Reads.ReadUseAsync("acme", [1, 2, 3, 5], None);
        Assert.Equal((2, 14), (use.Jobs, use.Images));
        Assert.Equal([1, 2, 3], use.Recorded.Order());
        Assert.Equal((0, 0), (await Reads.ReadUseAsync("nobody", [], None) is var nothing ? (nothing.Jobs, nothing.Images) : default));
    }

    [Fact]
    public async Task Visits_are_read_by_their_numbers_and_not_too_many_at_once()
    {
        await SubmitAsync(1, Of(new VisitSubmission("S\"ü", "some time", ["http://x/1", "http://x/'2'"]), Visit("S2", "http://x/3")));
        await SubmitAsync(2, Grid(5, SubmittedVisit.EnoughImages / 2));
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        var visits = await snapshot.ReadVisitsAsync(1, [0, 1, 2], None);
        Assert.Equal([(0, "S\"ü", "some time"), (1, "S2", "2026-05-04T09:30:00Z")], visits.Select(visit => (visit.Number, visit.StoreId, visit.VisitTime)));
        Assert.Equal(["http://x/1", "http://x/'2'"], visits[0].ImageUrls);
        Assert.Equal([1, 2], (await snapshot.ReadVisitsAsync(2, [1, 2, 4], None)).Select(visit => visit.Number));
        Assert.Empty(await snapshot.ReadVisitsAsync(2, [5], None));
        Assert.True(await snapshot.HasJobAsync(2, None));
        Assert.False(await snapshot.HasJobAsync(3, None));
    }

    [Fact]
    public async Task Visits_that_lack_results_are_found_in_order()
    {
        await SubmitAsync(1, Grid(6, 2));
        foreach (var visit in (int[])[0, 2, 3]) await RecordAsync(1, visit, 0, ImageReason.None);
        foreach (var visit in (int[])[0, 3, 5]) await RecordAsync(1, visit, 1, ImageReason.Dns);
        await AgainAsync(image: 1, run: 1, ImageReason.None);
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        Assert.Equal([1, 2, 4, 5], await snapshot.FindUnfinishedVisitsAsync(1, 0, int.MaxValue, 10, None));
        Assert.Equal([2, 4], await snapshot.FindUnfinishedVisitsAsync(1, 2, 4, 10, None));
        Assert.Equal([1, 2], await snapshot.FindUnfinishedVisitsAsync(1, 0, int.MaxValue, 2, None));
    }

    [Fact]
    public async Task Results_are_read_whole()
    {
        await SubmitAsync(1, Grid(1, 2));
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
    public async Task Results_are_read_in_order_from_any_place_and_by_kind()
    {
        await SubmitAsync(1, Grid(3, 2));
        await SubmitAsync(2, Grid(1, 1));
        await RecordAsync(2, 0, 0, ImageReason.None);
        ImageReason[] reasons = [ImageReason.None, ImageReason.Dns, ImageReason.Http404, ImageReason.None, ImageReason.Dns];
        foreach (var (image, reason) in reasons.Index().Reverse()) await RecordAsync(1, image / 2, image % 2, reason);
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
        await SubmitAsync(1, Grid(1, 3));
        for (var image = 0; image < 3; image++) await RecordAsync(1, 0, image, ImageReason.Dns);
        await AgainAsync(image: 0, run: 1, ImageReason.Http404);
        await AgainAsync(image: 0, run: 2, ImageReason.None);
        await AgainAsync(image: 1, run: 1, ImageReason.Http404);
        Assert.Equal([ImageReason.None, ImageReason.Http404, ImageReason.Dns], (await ReadAsync(All)).Select(result => result.Result.Outcome.Reason));
        Assert.Equal(["0/1", "0/2"], await PlacesAsync(All with { Measured = false }));
        Assert.Equal(["0/0"], await PlacesAsync(All with { Measured = true }));
        Assert.Equal(["0/2"], await PlacesAsync(All with { Measured = false, Reason = ImageReason.Dns }));
        Assert.Equal(2, (await Reads.CountFailuresAsync(1, None)).Largest.Sum(group => group.Images));
    }

    [Fact]
    public async Task Failures_are_read_in_the_order_of_their_commits_of_every_run()
    {
        await SubmitAsync(1, Grid(3, 2));
        await SubmitAsync(2, Grid(1, 1));
        await RecordAsync(2, 0, 0, ImageReason.Dns);
        foreach (var (visit, image) in new[] { (2, 0), (0, 1), (0, 0), (1, 0) }) await RecordAsync(1, visit, image, ImageReason.Dns);
        await RecordAsync(1, 1, 1, ImageReason.None);
        await AgainAsync(image: 0, run: 1, ImageReason.None);
        await AgainAsync(image: 1, run: 1, ImageReason.Http404);
        var failures = await ReadFailuresAsync(FailureCursor.Start, 10);
        Assert.Equal([(2, 0, 0), (0, 1, 0), (0, 0, 0), (1, 0, 0), (0, 1, 1)], failures.Select(failure => (failure.Cursor.Visit, failure.Cursor.Image, failure.Cursor.Run)));
        Assert.Equal(ImageReason.Http404, failures[^1].Result.Outcome.Reason);
        Assert.Equal(failures.Take(2), await ReadFailuresAsync(FailureCursor.Start, 2));
        for (var known = 0; known < 5; known++) Assert.Equal(failures.Skip(known + 1), await ReadFailuresAsync(failures[known].Cursor, 10));
    }

    [Fact]
    public async Task Failures_that_are_committed_together_are_read_in_the_order_of_their_places()
    {
        await SubmitAsync(1, Grid(4, 3));
        await RecordAsync(1, 3, 0, ImageReason.Dns);
        await Ledger.RecordUnknownStoresAsync(1, [2, 0], Noon, None);
        await RecordAsync(1, 1, 1, ImageReason.Dns);
        var failures = await ReadFailuresAsync(FailureCursor.Start, 10);
        Assert.Equal(["3/0", "0/0", "0/1", "0/2", "2/0", "2/1", "2/2", "1/1"], failures.Select(failure => $"{failure.Place.Visit}/{failure.Place.Image}"));
        Assert.Equal(failures.Skip(3), await ReadFailuresAsync(failures[2].Cursor, 10));
    }

    /// <summary>While others write, a reader goes on from where it is: it meets every failure, once.</summary>
    [Fact]
    public async Task Whoever_reads_on_from_a_cursor_misses_no_failure_and_meets_none_twice()
    {
        await SubmitAsync(1, Grid(20, 50));
        var writing = Task.WhenAll(Enumerable.Range(0, 20).Select(async visit =>
        {
            for (var image = 0; image < 50; image++) await RecordAsync(1, visit, image, image % 5 == 0 ? ImageReason.None : ImageReason.Dns);
        }));
        var (met, cursor) = (new List<ImagePlace>(), FailureCursor.Start);
        await Eventually.TrueAsync(
            async () =>
            {
                var written = writing.IsCompleted;
                await using var snapshot = await Reads.OpenSnapshotAsync(None);
                var (failures, heldBack) = await snapshot.ReadFailuresAsync(1, cursor, 30, None);
                met.AddRange(failures.Select(failure => failure.Place));
                if (failures is [.., var last]) cursor = last.Cursor;
                return written && !heldBack && failures.Count == 0;
            },
            "all is written and read");
        await writing;
        Assert.Equal(800, met.Count);
        Assert.Equal(800, met.Distinct().Count());
    }

    [Fact]
    public async Task A_snapshot_stays_as_it_was()
    {
        await SubmitAsync(1, Grid(2, 1));
        await RecordAsync(1, 0, 0, ImageReason.None);
        await using var before = await Reads.OpenSnapshotAsync(None);
        await RecordAsync(1, 1, 0, ImageReason.Dns);
        await SubmitAsync(2, Grid(1, 1));
        Assert.Single(await before.ReadResultsAsync(1, All, None));
        Assert.False(await before.HasJobAsync(2, None));
        await using var after = await Reads.OpenSnapshotAsync(None);
        Assert.Equal(2, (await after.ReadResultsAsync(1, All, None)).Count);
        Assert.True(await after.HasJobAsync(2, None));
    }

    [Fact]
    public async Task Failures_are_put_together_by_reason_and_host()
    {
        string[] urls =
        [
            "http://a.example/1", "HTTPS://A.Example:8443?x=//b/", "http://a.example", "http://[2001:DB8::1]:80/x", "http://münchen.example#x", @"http://c.example\1", "http://sound.example/1",
        ];
        await SubmitAsync(1, Of(Visit("S1", urls), Visit("S2", "http://a.example/2", "http://a.example/3"), Visit("S3", "http://sound.example/2")));
        for (var image = 0; image < 6; image++) await RecordAsync(1, 0, image, ImageReason.Dns);
        await RecordAsync(1, 0, 6, ImageReason.None);
        await RecordAsync(1, 1, 0, ImageReason.Http404);
        await RecordAsync(1, 2, 0, ImageReason.None);
        var failures = await Reads.CountFailuresAsync(1, None);
        Assert.Equal(5, failures.Groups);
        Assert.Equal(new FailureGroup(ImageReason.Dns, "a.example", 3), failures.Largest[0]);
        Assert.Equal(
            ["Dns [2001:db8::1] 1", "Dns c.example 1", "Dns münchen.example 1", "Http404 a.example 1"],
            failures.Largest.Skip(1).Select(group => $"{group.Reason} {group.Host} {group.Images}").Order(StringComparer.Ordinal));
        Assert.Equal(JobFailures.None, await Reads.CountFailuresAsync(2, None));
    }

    [Fact]
    public async Task Only_the_largest_groups_of_failures_are_told()
    {
        await SubmitAsync(1, Of(Visit("S1", [.. Enumerable.Range(0, 150).Select(host => $"http://host{host}.example/"), "http://host149.example/"])));
        for (var image = 0; image < 151; image++) await RecordAsync(1, 0, image, ImageReason.Connect);
        var failures = await Reads.CountFailuresAsync(1, None);
        Assert.Equal((150, 100), (failures.Groups, failures.Largest.Length));
        Assert.Equal(new FailureGroup(ImageReason.Connect, "host149.example", 2), failures.Largest[0]);
    }

    private async Task<IEnumerable<long>> ListIdsAsync(JobFilter filter) => (await ListAsync(filter)).Select(job => job.JobId);

    private async Task<IEnumerable<long>> ListOfAsync(string[] area, JobFilter filter, long before = long.MaxValue) =>
        (await Reads.ReadJobsAsync(filter, area, before, 100, None)).Select(job => job.JobId);

    private Task<IReadOnlyList<JobEntry>> ListAsync(JobFilter? filter = null, long before = long.MaxValue, int limit = 100) =>
        Reads.ReadJobsAsync(filter ?? new JobFilter(), null, before, limit, None);

    private async Task<IEnumerable<string>> PlacesAsync(ResultRange range) => (await ReadAsync(range)).Select(result => $"{result.Place.Visit}/{result.Place.Image}");

    private async Task<IReadOnlyList<PlacedResult>> ReadAsync(ResultRange range)
    {
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        return await snapshot.ReadResultsAsync(1, range, None);
    }

    private Task SubmitAsync(long job, JobSubmission submission) => Ledger.RecordSubmissionAsync(job, submission, Noon, None);

    private async Task RecordAsync(long job, int visit, int image, ImageReason reason, int run = 0)
    {
        var outcome = reason == ImageReason.None ? new ImageOutcome(reason, "png", 4, 3, 100, TimeSpan.Zero) : ImageOutcome.Failed(reason);
        Assert.True(await Ledger.RecordResultAsync(new ImageResult(job, visit, image, outcome, 1, [], Noon, "S", run), None));
    }

    /// <summary>Waits for what is held back: another database of the same server may have a transaction under way.</summary>
    private async Task<IReadOnlyList<PlacedFailure>> ReadFailuresAsync(FailureCursor after, int limit)
    {
        PlacedFailures? page = null;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var snapshot = await Reads.OpenSnapshotAsync(None);
                page = await snapshot.ReadFailuresAsync(1, after, limit, None);
                return !page.HeldBack;
            },
            "nothing is held back");
        return page!.Failures;
    }

    /// <summary>Tries an image of the first visit anew.</summary>
    private async Task AgainAsync(int image, int run, ImageReason reason)
    {
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, image)), Noon, None));
        await RecordAsync(1, 0, image, reason, run);
    }
}
