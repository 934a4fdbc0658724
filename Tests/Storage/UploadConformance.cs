using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests submissions that arrive in parts, on every engine.</summary>
public abstract class UploadConformance(StorageEngine engine) : EngineConformance(engine)
{
    private static readonly JobSubmission Head = new([], "acme", "https://app.example/ended");

    private static readonly VisitSubmission[] Visits = [.. Grid(visits: 5, images: 2).Visits];

    private IUploadLedger Uploads => Engine.Uploads;

    [Fact]
    public async Task A_complete_upload_equals_a_submission()
    {
        await Uploads.BeginAsync(7, Head, Noon, None);
        Assert.True(await Uploads.AddVisitsAsync(7, 0, Visits[..2], Noon, None));
        Assert.True(await Uploads.AddVisitsAsync(7, 2, Visits[2..], Noon, None));
        Assert.True(await Uploads.CompleteAsync(7, 5, 10, Noon.AddMinutes(1), None));

        Assert.Equal(
            new SubmissionTotals(5, 10, Noon.AddMinutes(1), "acme", "https://app.example/ended"),
            await Ledger.FindSubmissionAsync(7, None)
        );
        Assert.Equal([7], await Ledger.ReadUnfinishedJobsAsync(None));
        Assert.Equal([0, 1, 2, 3, 4], (await Ledger.ReadPendingVisitsAsync(7, -1, 10, None)).Select(visit => visit.Visit));
        Assert.Equal(["http://images.example/3/0", "http://images.example/3/1"], (await Ledger.FindVisitAsync(7, 3, None))!.ImageUrls);
        var listed = Assert.Single(await ListAsync());
        Assert.Equal((7, JobStatus.Ongoing, null, 5, 10), (listed.JobId, listed.Status, listed.EndedAt, listed.Visits, listed.Images));
        Assert.Equal(5, (await Engine.VisitReads.ReadTimelineAsync("S1", "acme", null, 10, None)).Count);
        var use = await Reads.ReadUseAsync("acme", [7], None);
        Assert.Equal((1, 10, 7), (use.Jobs, use.Images, Assert.Single(use.Recorded)));
    }

    [Fact]
    public async Task An_incomplete_upload_appears_in_no_read()
    {
        await Uploads.BeginAsync(7, Head, Noon, None);
        Assert.True(await Uploads.AddVisitsAsync(7, 0, Visits, Noon, None));
        Assert.Null(await Ledger.FindSubmissionAsync(7, None));
        Assert.Empty(await Ledger.ReadUnfinishedJobsAsync(None));
        Assert.Empty(await ListAsync());
        Assert.Empty(await Engine.VisitReads.ReadTimelineAsync("S1", null, null, 10, None));
        Assert.Empty(await Engine.VisitReads.ReadTimelineAsync("S1", "acme", null, 10, None));
        Assert.Empty(await Engine.Retention.ReadExpiredJobsAsync(Noon.AddYears(100), 10, None));
        var use = await Reads.ReadUseAsync("acme", [7], None);
        Assert.Equal((0, 0), (use.Jobs, use.Images));
        Assert.Empty(use.Recorded);
    }

    [Fact]
    public async Task An_incomplete_upload_cannot_be_deleted_as_a_job()
    {
        await Uploads.BeginAsync(7, Head, Noon, None);
        Assert.True(await Uploads.AddVisitsAsync(7, 0, Visits, Noon, None));
        Assert.False(await Ledger.MarkDeletedAsync(7, null, None));
        Assert.True(await Uploads.CompleteAsync(7, 5, 10, Noon, None));
        Assert.Equal(5, (await Ledger.ReadPendingVisitsAsync(7, -1, 10, None)).Count);
    }

    [Fact]
    public async Task A_repeated_call_changes_nothing()
    {
        for (var i = 0; i < 2; i++)
        {
            await Uploads.BeginAsync(7, Head, Noon, None);
            Assert.True(await Uploads.AddVisitsAsync(7, 0, Visits[..3], Noon, None));
            Assert.True(await Uploads.AddVisitsAsync(7, 3, Visits[3..], Noon, None));
        }

        for (var i = 0; i < 2; i++)
            Assert.True(await Uploads.CompleteAsync(7, 5, 10, Noon.AddMinutes(i), None));
        await Uploads.BeginAsync(7, Head, Noon, None);
        Assert.False(await Uploads.AddVisitsAsync(7, 0, Visits[..3], Noon, None));
        await Uploads.AbandonAsync(7, None);
        Assert.Equal(Noon, (await Ledger.FindSubmissionAsync(7, None))!.SubmittedAt);
        Assert.Equal(5, (await Ledger.ReadPendingVisitsAsync(7, -1, 10, None)).Count);
        Assert.Empty(await Uploads.ReadAsync(None));
    }

    [Fact]
    public async Task The_same_part_many_times_at_once_is_recorded_once()
    {
        await Uploads.BeginAsync(7, Head, Noon, None);
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Uploads.AddVisitsAsync(7, 0, Visits, Noon, None))),
            open => Assert.True(open)
        );
        Assert.True(await Uploads.CompleteAsync(7, 5, 10, Noon, None));
        Assert.Equal(5, (await Ledger.ReadPendingVisitsAsync(7, -1, 10, None)).Count);
    }

    [Fact]
    public async Task An_abandoned_upload_cannot_grow_or_be_completed()
    {
        await Uploads.BeginAsync(7, Head, Noon, None);
        await Uploads.AbandonAsync(7, None);
        Assert.False(await Uploads.AddVisitsAsync(7, 0, Visits, Noon, None));
        Assert.False(await Uploads.CompleteAsync(7, 5, 10, Noon, None));
        Assert.False(await Uploads.AddVisitsAsync(8, 0, Visits, Noon, None));
        Assert.False(await Uploads.CompleteAsync(8, 5, 10, Noon, None));
        Assert.Equal([new OpenUpload(7, Noon, Abandoned: true)], await Uploads.ReadAsync(None));
    }

    [Fact]
    public async Task Only_uploads_that_were_not_renewed_are_abandoned()
    {
        foreach (var job in (long[])[9, 8])
            await Uploads.BeginAsync(job, Head, Noon.AddTicks(12_345_678), None);
        var seen = await Uploads.ReadAsync(None);
        Assert.Equal([8, 9], seen.Select(upload => upload.JobId));
        Assert.True(await Uploads.AddVisitsAsync(8, 0, [], Noon.AddMinutes(1), None));
        Assert.False(await Uploads.AbandonAsync(seen[0], None));
        for (var repetition = 0; repetition < 2; repetition++)
            Assert.True(await Uploads.AbandonAsync(seen[1], None));
        Assert.False(await Uploads.AbandonAsync(new OpenUpload(7, Noon, false), None));
        Assert.Equal([false, true], (await Uploads.ReadAsync(None)).Select(upload => upload.Abandoned));
        Assert.True(await Uploads.AddVisitsAsync(8, 0, Visits, Noon.AddMinutes(1), None));
        Assert.False(await Uploads.AddVisitsAsync(9, 0, Visits, Noon.AddMinutes(1), None));
    }

    [Fact]
    public async Task Of_an_abandoned_upload_every_row_is_removed()
    {
        await Uploads.BeginAsync(7, Head, Noon, None);
        await Uploads.AddVisitsAsync(7, 0, Visits, Noon, None);
        await Uploads.BeginAsync(8, Head, Noon, None);
        await Uploads.AbandonAsync(7, None);
        var batches = new List<int>();
        do batches.Add(await Engine.Retention.DeleteRowsAsync(7, 4, None));
        while (batches[^1] > 0);
        Assert.Equal([4, 1, 1, 0], batches);
        Assert.Equal([8], (await Uploads.ReadAsync(None)).Select(upload => upload.JobId));
        Assert.Equal(["8"], await Engine.ReadAsync("SELECT job_id FROM jobs"));
        Assert.Equal(["8"], await Engine.ReadAsync("SELECT job_id FROM uploads"));
        Assert.Empty(await Engine.ReadAsync("SELECT job_id FROM visits"));
    }

    private Task<IReadOnlyList<JobListItem>> ListAsync() => Reads.ReadJobsAsync(new JobFilter(), null, JobListRange.Newest, 10, None);
}
