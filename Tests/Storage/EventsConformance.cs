using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that every engine returns the events of jobs and the failures of images in the order of their commits.</summary>
public abstract class EventsConformance(StorageEngine engine) : EngineConformance(engine)
{
    [Fact]
    public async Task Events_of_all_jobs_are_read_in_the_order_of_their_commits()
    {
        var start = await EndAsync();
        await Ledger.SubmitAsync(2, Grid(visits: 1, images: 2));
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 2));
        await Ledger.RecordAsync(job: 2, visit: 0, image: 1, ImageReason.Dns);
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.None);
        await Ledger.RecordAsync(job: 1, visit: 0, image: 1, ImageReason.Http404);
        await EndJobAsync(1, JobStatus.Failed, run: 0, measured: 1, failed: 1);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon.AddMinutes(1), None));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 1, ImageReason.Http404, run: 1);
        await EndJobAsync(1, JobStatus.Failed, run: 1, measured: 1, failed: 1);
        var events = await ReadAsync(start, 10);
        Assert.Equal(
            [
                "2 Submitted 1/2",
                "1 Submitted 1/2",
                "2 ImageFailed 0/1 0 Dns",
                "1 ImageFailed 0/1 0 Http404",
                "1 Ended 0 Failed 1+1/2",
                "1 Retried 1 1",
                "1 ImageFailed 0/1 1 Http404",
                "1 Ended 1 Failed 1+1/2",
            ],
            events.Select(Describe)
        );
        Assert.Equal(Noon.AddMinutes(1), events[5].Event.At);
        for (var known = 0; known < events.Count; known++)
            Assert.Equal(events.Skip(known + 1).Select(Describe), (await ReadAsync(events[known].Cursor, 10)).Select(Describe));
    }

    /// <summary>A list that is cut short must not let the other one run ahead.</summary>
    [Fact]
    public async Task Small_pages_have_the_same_events_in_the_same_order()
    {
        var start = await EndAsync();
        for (var job = 1; job <= 6; job++)
        {
            await Ledger.SubmitAsync(job, Grid(visits: 2, images: 3));
            await Ledger.RecordUnknownStoresAsync(job, new ImagesOfVisits([0, 1]), Noon, None);
        }

        var whole = await ReadAsync(start, 100);
        Assert.Equal(6 * 7, whole.Count);
        foreach (var limit in (int[])[1, 2, 5])
        {
            var (pieces, after) = (new List<LedgerEvent>(), start);
            for (var more = true; more; )
            {
                var page = await PageAsync(after, [], limit);
                pieces.AddRange(page.Events);
                (after, more) = (page.Next, page.More);
            }

            Assert.Equal(whole.Select(found => found.Cursor), pieces.Select(found => found.Cursor));
        }
    }

    [Fact]
    public async Task Only_events_of_the_given_tenants_are_returned_and_others_are_passed()
    {
        var start = await EndAsync();
        foreach (var (job, tenant) in (IEnumerable<(long, string)>)[(1, "acme"), (2, "zeta"), (3, "acme"), (4, "third")])
        {
            await Ledger.SubmitAsync(job, Grid(visits: 1, images: 1) with { Tenant = tenant });
            await Ledger.RecordAsync(job, visit: 0, image: 0, ImageReason.Dns);
        }

        await ReadAsync(start, 100);
        var page = await PageAsync(start, ["acme", "third"], 100);
        Assert.Equal([1L, 1, 3, 3, 4, 4], page.Events.Select(found => found.Event.JobId));
        Assert.Equal(["acme", "acme", "acme", "acme", "third", "third"], page.Events.Select(found => found.Event.Tenant));
        var none = await PageAsync(start, ["nobody"], 100);
        Assert.Empty(none.Events);
        Assert.Equal(page.Next, none.Next);
        Assert.Equal([1L, 3], (await Reads.ReadOngoingAsync(["acme"], 0, 10, None)).Select(job => job.JobId));
        Assert.Equal([new OngoingJob(2, "zeta"), new OngoingJob(3, "acme")], await Reads.ReadOngoingAsync([], after: 1, limit: 2, None));
    }

    [Fact]
    public async Task A_removed_job_has_no_events()
    {
        var start = await EndAsync();
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 1));
        await Ledger.SubmitAsync(2, Grid(visits: 1, images: 1));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.Dns);
        await EndJobAsync(1, JobStatus.Failed, run: 0, measured: 0, failed: 1);
        Assert.Equal(4, (await ReadAsync(start, 10)).Count);
        Assert.True(await Ledger.MarkDeletedAsync(1, Noon.AddDays(1), None));
        Assert.Equal(["2 Submitted 1/1"], (await ReadAsync(start, 10)).Select(Describe));
        while (await Engine.Retention.DeleteRowsAsync(1, 100, None) > 0)
            continue;
        Assert.Equal(["2"], await Engine.ReadAsync("SELECT job_id FROM job_events"));
    }

    [Fact]
    public async Task An_upload_is_submitted_when_it_is_complete()
    {
        var start = await EndAsync();
        await Engine.Uploads.BeginAsync(1, new JobSubmission([]), Noon, None);
        await Engine.Uploads.AddVisitsAsync(1, 0, [.. Grid(visits: 2, images: 3).Visits], Noon, None);
        await Ledger.SubmitAsync(2, Grid(visits: 1, images: 1));
        Assert.Equal(["2 Submitted 1/1"], (await ReadAsync(start, 10)).Select(Describe));
        Assert.True(await Engine.Uploads.CompleteAsync(1, 2, 6, Noon, None));
        Assert.Equal(["2 Submitted 1/1", "1 Submitted 2/6"], (await ReadAsync(start, 10)).Select(Describe));
    }

    [Fact]
    public async Task A_cursor_of_another_database_is_lost()
    {
        var end = await EndAsync();
        Assert.True((await PageAsync(end with { Origin = end.Origin + 1 }, [], 10)).Lost);
        var later = await PageAsync(end with { Commit = end.Commit + 1_000_000 }, [], 10);
        Assert.True(later.Lost);
        Assert.Empty(later.Events);
        Assert.False((await PageAsync(end, [], 10)).Lost);
    }

    [Fact]
    public async Task A_repeated_write_is_no_event()
    {
        var start = await EndAsync();
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 1));
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 1));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.Dns);
        await EndJobAsync(1, JobStatus.Failed, run: 0, measured: 0, failed: 1);
        await EndJobAsync(1, JobStatus.Failed, run: 0, measured: 0, failed: 1);
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(Reason: ImageReason.Tls), Noon, None));
        Assert.Equal(["Submitted", "ImageFailed", "Ended"], (await ReadAsync(start, 10)).Select(found => $"{found.Event.Kind}"));
    }

    private Task<bool> EndJobAsync(long job, JobStatus status, int run, long measured, long failed) =>
        Ledger.RecordEndAsync(
            job,
            new JobEnd(status, Noon.AddHours(run), run, measured, failed),
            new WebhookMessage($"msg_{job}_{run}", "job.failed", "{}"),
            None
        );

    private static string Describe(LedgerEvent found) =>
        found.Event switch
        {
            { Kind: JobEventKind.Submitted } submitted => $"{submitted.JobId} Submitted {submitted.Visits}/{submitted.Images}",
            { Kind: JobEventKind.Retried } retried => $"{retried.JobId} Retried {retried.Run} {retried.Images}",
            { Kind: JobEventKind.Ended } ended =>
                $"{ended.JobId} Ended {ended.Run} {ended.Status} {ended.Measured}+{ended.Failed}/{ended.Images}",
            var failure =>
                $"{failure.JobId} ImageFailed {found.Place.Visit}/{found.Place.Image} {failure.Run} {found.Failure!.Outcome.Reason}",
        };

    private async Task<EventCursor> EndAsync() => (await PageAsync(null, [], 10)).Next;

    /// <summary>Reads all events that were committed before this call: other databases of a server may hold them back for a moment.</summary>
    private async Task<IReadOnlyList<LedgerEvent>> ReadAsync(EventCursor after, int limit)
    {
        string?[] last =
        [
            .. await Engine.ReadAsync("SELECT commit_no FROM job_events ORDER BY commit_no DESC LIMIT 1"),
            .. await Engine.ReadAsync("SELECT commit_no FROM image_results WHERE reason IS NOT NULL ORDER BY commit_no DESC LIMIT 1"),
        ];
        var committed = last.Max(commit => long.Parse(commit!, null));
        await Eventually.TrueAsync(async () => (await EndAsync()).Commit >= committed, "nothing is held back");
        var found = new List<LedgerEvent>();
        for (var more = true; more; )
        {
            var page = await PageAsync(after, [], limit);
            found.AddRange(page.Events);
            (after, more) = (page.Next, page.More);
        }

        return found;
    }

    private protected async Task<LedgerEvents> PageAsync(EventCursor? after, string[] tenants, int limit)
    {
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        return await snapshot.ReadEventsAsync(after, tenants, limit, None);
    }
}
