using System.Globalization;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using RetailPulse.Visits;
using RetailPulse.Webhooks;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests the removal of jobs on every engine.</summary>
public abstract class RetentionConformance(StorageEngine engine) : EngineConformance(engine)
{
    private IRetentionLedger Retention => Engine.Retention;

    [Fact]
    public async Task Jobs_expire_in_the_order_of_their_ends()
    {
        await EndedAsync(1, Noon.AddHours(2));
        await EndedAsync(2, Noon.AddHours(1));
        await EndedAsync(3, Noon.AddHours(3));
        await Ledger.RecordSubmissionAsync(4, Grid(visits: 1, images: 1), Noon, None);
        Assert.Equal([2, 1], await Retention.ReadExpiredJobsAsync(Noon.AddHours(2), 10, None));
        Assert.Equal([2], await Retention.ReadExpiredJobsAsync(Noon.AddHours(9), 1, None));
    }

    /// <summary>What expires by the clock of a server does not expire by one of a host that is a month ahead.</summary>
    [Fact]
    public async Task A_server_has_a_clock_of_its_own()
    {
        if (await Engine.Clock.ReadAsync(None) is { } server)
            Assert.InRange(server, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        else
            Assert.IsType<SqliteEngine>(Engine);
    }

    [Fact]
    public async Task A_job_is_removed_in_batches_with_its_own_row_last()
    {
        await EndedAsync(1, Noon);
        await EndedAsync(2, Noon);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 0)), Noon, None));
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.True(await Ledger.MarkDeletedAsync(1, Noon, None));

        var batches = new List<int>();
        do
        {
            Assert.Equal([1, 2], (await Retention.ReadExpiredJobsAsync(Noon, 10, None)).Order());
            batches.Add(await Retention.DeleteRowsAsync(1, 4, None));
        } while (batches[^1] > 0);

        // 5 visits, 15 results, 4 events, 1 retry of an image and of the job, 1 count.
        Assert.Equal([4, 1, 4, 4, 4, 3, 4, 1, 1, 1, 0], batches);
        foreach (
            var table in (string[])["jobs", "visits", "image_results", "job_events", "retries", "job_retries", "job_counts", "job_failures"]
        )
            Assert.Equal(0, await CountAsync($"SELECT count(*) FROM {table} WHERE job_id = 1"));
        Assert.Equal(
            (1, 5, 15),
            (
                await CountAsync("SELECT count(*) FROM jobs WHERE job_id = 2"),
                await CountAsync("SELECT count(*) FROM visits WHERE job_id = 2"),
                await CountAsync("SELECT count(*) FROM image_results WHERE job_id = 2")
            )
        );
        Assert.Equal([2], await Retention.ReadExpiredJobsAsync(Noon, 10, None));
    }

    [Fact]
    public async Task The_hash_entries_of_a_job_are_removed_with_it()
    {
        foreach (var job in (long[])[1, 2])
            await MeasuredAsync(job, visits: 5);

        await Photos.IndexAsync([1, 2], None);
        Assert.Equal(
            (10, 10),
            (
                await CountAsync("SELECT count(*) FROM content_hashes WHERE job_id = 1"),
                await CountAsync("SELECT count(*) FROM content_hashes WHERE job_id = 2")
            )
        );
        Assert.True(await Ledger.MarkDeletedAsync(1, Noon, None));
        while (await Retention.DeleteRowsAsync(1, 4, None) > 0)
        {
            // No entry outlives its image.
            Assert.Equal(
                await CountAsync("SELECT count(*) FROM image_results WHERE content_hash IS NOT NULL"),
                await CountAsync("SELECT count(*) FROM content_hashes")
            );
        }

        Assert.Equal(
            (0, 10),
            (
                await CountAsync("SELECT count(*) FROM content_hashes WHERE job_id = 1"),
                await CountAsync("SELECT count(*) FROM content_hashes WHERE job_id = 2")
            )
        );
    }

    [Fact]
    public async Task A_job_removed_during_indexing_leaves_no_entries()
    {
        for (var job = 1; job <= 30; job++)
        {
            await MeasuredAsync(job, visits: 100);
            await Task.WhenAll(Photos.IndexAsync([job], None), RemoveAsync(job));
        }

        Assert.Equal((0, 0), (await CountAsync("SELECT count(*) FROM jobs"), await CountAsync("SELECT count(*) FROM content_hashes")));

        async Task RemoveAsync(long job)
        {
            Assert.True(await Ledger.MarkDeletedAsync(job, Noon, None));
            while (await Retention.DeleteRowsAsync(job, 100, None) > 0)
                continue;
        }
    }

    [Fact]
    public async Task A_job_is_kept_until_its_webhook_is_delivered_or_given_up()
    {
        foreach (var (job, state) in (IEnumerable<(long, WebhookState)>)[(1, WebhookState.Delivered), (2, WebhookState.Failed)])
        {
            await Ledger.RecordSubmissionAsync(job, Grid(visits: 1, images: 1) with { CallbackUrl = $"http://{job}.example/" }, Noon, None);
            await Ledger.RecordEndAsync(
                job,
                new JobEnd(JobStatus.Failed, Noon, 0, Measured: 0, Failed: 0),
                new WebhookMessage($"msg_{job}", "job.failed", "{}"),
                None
            );
            Assert.Empty(await Retention.ReadExpiredJobsAsync(Noon.AddDays(9), 10, None));
            Assert.False(await Ledger.MarkDeletedAsync(job, Noon.AddDays(9), None));

            var delivery = Assert.Single(
                await Engine.Webhooks.ClaimDueAsync(new Receiver("default", $"{job}.example"), Noon, Noon.AddSeconds(30), 1, None)
            );
            await Engine.Webhooks.RecordAttemptAsync(
                delivery,
                new WebhookAttempt(1, Noon, 500, ImageReason.None, TimeSpan.Zero, ""),
                new WebhookVerdict(state),
                None
            );
            Assert.Equal([job], await Retention.ReadExpiredJobsAsync(Noon.AddDays(9), 10, None));
            Assert.True(await Ledger.MarkDeletedAsync(job, Noon.AddDays(9), None));
            while (await Retention.DeleteRowsAsync(job, 10, None) > 0)
                continue;
        }
    }

    [Fact]
    public async Task A_job_deleted_on_request_goes_at_once_with_its_webhook()
    {
        await Ledger.RecordSubmissionAsync(1, Grid(visits: 1, images: 1) with { CallbackUrl = "http://a.example/" }, Noon, None);
        Assert.False(await Ledger.MarkDeletedAsync(1, null, None));
        await Ledger.RecordAsync(1, 0, 0, ImageReason.None);
        await Ledger.RecordEndAsync(
            1,
            new JobEnd(JobStatus.Completed, Noon, 0, 1, 0),
            new WebhookMessage("msg_1", "job.completed", "{}"),
            None
        );
        var claimed = await Engine.Webhooks.ClaimDueAsync(new Receiver("default", "a.example"), Noon, Noon.AddSeconds(30), 1, None);
        Assert.True(await Ledger.MarkDeletedAsync(1, null, None));
        Assert.True(await Ledger.MarkDeletedAsync(1, null, None));
        Assert.False(await Ledger.MarkDeletedAsync(2, null, None));
        Assert.Equal([1], await Retention.ReadRemovedJobsAsync(10, None));

        // A message that was on its way is not sent again.
        await Engine.Webhooks.RecordAttemptAsync(
            claimed[0],
            new WebhookAttempt(1, Noon, 500, ImageReason.None, TimeSpan.Zero, ""),
            new WebhookVerdict(WebhookState.Pending, Noon),
            None
        );
        Assert.Empty(await Engine.Webhooks.FindNextDueAsync([], None));

        // None of its rows is removed yet, and none is shown.
        Assert.Empty(await Engine.VisitReads.ReadTimelineAsync("S1", null, null, 10, None));
        Assert.Empty(await Engine.VisitReads.ReadMeasurementsAsync("S1", "default", new VisitPeriod(null, null), null, 10, None));
        Assert.Empty(await Engine.VisitReads.ReadMeasurementsAsync("S1", null, new VisitPeriod(null, null), null, 10, None));
        Assert.Null(await Engine.VisitReads.FindLastGoodImageAsync("S1", null, None));

        while (await Retention.DeleteRowsAsync(1, 10, None) > 0)
            continue;
        Assert.Empty(await Retention.ReadRemovedJobsAsync(10, None));
        foreach (var table in (string[])["jobs", "visits", "image_results", "webhook_deliveries", "webhook_attempts"])
            Assert.Equal(0, await CountAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task A_job_being_removed_is_not_returned_anywhere()
    {
        await EndedAsync(1, Noon);
        Assert.True(await Ledger.MarkDeletedAsync(1, Noon, None));
        Assert.True(await Ledger.MarkDeletedAsync(1, Noon, None));
        Assert.Empty(await Reads.ReadJobsAsync(new JobFilter(), null, JobListRange.Newest, 10, None));
        Assert.Null(await Ledger.FindSubmissionAsync(1, None));
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None));
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        Assert.Null(await snapshot.FindStatusAsync(1, None));

        // As when a submission is repeated with its key.
        await Ledger.RecordSubmissionAsync(1, Grid(visits: 1, images: 1), Noon, None);
        Assert.Null(await Ledger.FindSubmissionAsync(1, None));
        Assert.Empty(await Ledger.ReadUnfinishedJobsAsync(None));
    }

    [Fact]
    public async Task A_job_that_runs_was_retried_or_ended_later_stays_whole()
    {
        await EndedAsync(1, Noon.AddMilliseconds(1));
        await EndedAsync(2, Noon);
        Assert.Equal(15, await Ledger.RecordRetryAsync(2, new RetrySelection(), Noon, None));
        foreach (var job in (long[])[1, 2, 3])
        {
            Assert.False(await Ledger.MarkDeletedAsync(job, Noon, None));
            Assert.Equal(0, await Retention.DeleteRowsAsync(job, 100, None));
        }

        Assert.Equal(
            (2, 10, 30),
            (
                await CountAsync("SELECT count(*) FROM jobs"),
                await CountAsync("SELECT count(*) FROM visits"),
                await CountAsync("SELECT count(*) FROM image_results")
            )
        );
    }

    [Fact]
    public async Task Keys_are_removed_by_their_age_and_other_documents_are_not()
    {
        await Engine.ExecuteAsync(Document(1, "idempotency", "2026-05-01 12:00:00"));
        await Engine.ExecuteAsync(Document(2, "idempotency", "2026-05-01 12:00:00"));
        await Engine.ExecuteAsync(Document(3, "idempotency", "2026-05-03 12:00:00"));
        await Engine.ExecuteAsync(Document(4, "job", "2026-05-01 12:00:00"));
        Assert.Equal((1, 1, 0), (await RemoveAsync(), await RemoveAsync(), await RemoveAsync()));
        Assert.Equal(2, await CountAsync("SELECT count(*) FROM OrleansStorage WHERE GrainIdN1 IN (3, 4)"));

        Task<int> RemoveAsync() => Retention.DeleteKeysAsync(new DateTimeOffset(2026, 5, 2, 12, 0, 0, TimeSpan.Zero), 1, None);

        static string Document(int key, string type, string modified) =>
            $"INSERT INTO OrleansStorage(GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, ServiceId, ModifiedOn, Version) VALUES(1, 0, {key}, 1, '{type}', 's', '{modified}', 1)";
    }

    /// <summary>Records a failed job with 5 visits of 3 images each.</summary>
    private async Task EndedAsync(long job, DateTimeOffset at)
    {
        await Ledger.RecordSubmissionAsync(job, Grid(visits: 5, images: 3), Noon, None);
        await Task.WhenAll(
            Enumerable
                .Range(0, 15)
                .Select(image =>
                    Ledger
                        .RecordResultAsync(
                            new ImageResult(job, image / 3, image % 3, ImageOutcome.Failed(ImageReason.Corrupt), 1, [], Noon, "S"),
                            None
                        )
                        .AsTask()
                )
        );
        await Ledger.RecordEndAsync(job, JobStatus.Failed, at, None);
    }

    /// <summary>
    /// Records an ended job with visits of 3 images each. Its last five images failed; of the others, pairs have the same bytes.
    /// </summary>
    private async Task MeasuredAsync(long job, int visits)
    {
        await Ledger.RecordSubmissionAsync(job, Grid(visits, 3), Noon, None);
        await Task.WhenAll(
            Enumerable
                .Range(0, visits * 3)
                .Select(image =>
                {
                    var measured = image < (visits * 3) - 5;
                    var outcome = measured
                        ? new ImageOutcome(ImageReason.None, "png", 4, 3, 100, TimeSpan.Zero, (UInt128)image / 2 + 1)
                        : ImageOutcome.Failed(ImageReason.Corrupt);
                    return Ledger.RecordResultAsync(new ImageResult(job, image / 3, image % 3, outcome, 1, [], Noon, "S"), None).AsTask();
                })
        );
        await Ledger.RecordEndAsync(job, JobStatus.Failed, Noon, None);
    }

    private async Task<long> CountAsync(string query) =>
        long.Parse((await Engine.ReadAsync(query)).Single()!, CultureInfo.InvariantCulture);
}
