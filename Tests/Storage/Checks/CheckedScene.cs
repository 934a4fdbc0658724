using System.Security.Cryptography;
using System.Text;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.Tests.Storage.Engines;
using RetailPulse.Webhooks;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage.Checks;

/// <summary>Fills a database with a job in every state that the service and its crashes leave.</summary>
internal sealed class CheckedScene(StorageEngine engine)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Dictionary<long, (Job Job, int Version, JobSubmission Submission)> jobs = [];

    public const long Completed = 1;
    public const long Failed = 2;

    /// <summary>Retried as a whole, and then amended.</summary>
    public const long Retried = 3;
    public const long Cancelled = 4;
    public const long Ongoing = 5;

    /// <summary>Its process died between its submission and its document.</summary>
    public const long Undocumented = 6;

    /// <summary>Its process died between its retry and its document.</summary>
    public const long Reopened = 7;

    /// <summary>Half of its rows are removed.</summary>
    public const long Removed = 8;
    public const long Uploading = 9;

    /// <summary>The id of a job that does not exist.</summary>
    public const long Missing = 77;

    public async Task FillAsync()
    {
        await SubmitAsync(Completed, callback: true);
        await MeasureAsync(Completed, "0/0", "0/1", "1/0", "1/1");
        await EndAsync(Completed);
        await SubmitAsync(Failed, callback: true);
        await MeasureAsync(Failed, "0/0", "0/1");
        await engine.Ledger.RecordUnknownStoresAsync(Failed, new ImagesOfVisits([1]), Noon, None);
        await EndAsync(Failed);
        await AttemptAsync();
        await RetryTwiceAsync();
        await SubmitAsync(Cancelled);
        await MeasureAsync(Cancelled, "0/0");
        await CancelAsync();
        await SubmitAsync(Ongoing);
        await MeasureAsync(Ongoing, "0/0");
        await FailAsync(Ongoing, "0/1");
        await engine.Ledger.RecordSubmissionAsync(Undocumented, Referenced(), Noon, None);
        await SubmitAsync(Reopened);
        await FailAsync(Reopened, "0/0", "0/1", "1/0", "1/1");
        await EndAsync(Reopened);
        Assert.Equal(4, await engine.Ledger.RecordRetryAsync(Reopened, new RetrySelection(), Noon, None));
        await RemoveHalfAsync();
        await engine.Uploads.BeginAsync(Uploading, new JobSubmission([]), Noon, None);
        Assert.True(await engine.Uploads.AddVisitsAsync(Uploading, 0, [.. Grid(visits: 2, images: 2).Visits], Noon, None));
        await engine.Photos.IndexAsync([Completed, Retried], None);
        await engine.Throughput.RecordAsync(Noon, "S", new ResultCounts(10, 3), None);
        byte[] csv = [1, 2, 3];
        var master = new StoreMasterEntry(1, StoreMasterSource.File, 0, Noon, Convert.ToHexStringLower(SHA256.HashData(csv)));
        Assert.True(await engine.Masters.AddAsync(master, csv, None));
        await AddKeysAsync();
    }

    /// <summary>Returns the SQL literal of a document.</summary>
    public string Literal(string document)
    {
        var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(document));
        return engine is SqliteEngine ? $"X'{hex}'" : $@"'\x{hex}'";
    }

    private async Task SubmitAsync(long job, bool callback = false)
    {
        var submission = Grid(visits: 2, images: 2) with
        {
            CallbackUrl = callback ? $"http://{job}.example/" : null,
            Metadata = JobMetadata.Of([new("round", "spring")]),
        };
        var created = Job.Submitted(SubmissionTotals.Of(submission, Noon)).CheckedStores(Noon);
        var version = await engine.Documents.SubmitAsync(job, submission, Noon, StoredJob.From(created), None);
        jobs[job] = (created, version!.Value, submission);
    }

    private static JobSubmission Referenced()
    {
        var named = new ImageUrls.Builder();
        named.Add("http://images.example/0/0", "front");
        named.Add("http://images.example/0/1");
        return Of(new VisitSubmission("S1", "2026-05-04", named.Drain()), Visit("S1", "http://images.example/1/0"));
    }

    private Task MeasureAsync(long job, params string[] places) => RecordAsync(job, ImageReason.None, places);

    private Task FailAsync(long job, params string[] places) => RecordAsync(job, ImageReason.Corrupt, places);

    private async Task RecordAsync(long job, ImageReason reason, string[] places, int run = 0, string? url = null)
    {
        foreach (var place in places)
        {
            var (visit, image) = (place[0] - '0', place[2] - '0');
            var outcome =
                reason == ImageReason.None
                    ? new ImageOutcome(reason, "png", 4, 3, 100, TimeSpan.Zero, (UInt128)(job * 100 + visit * 10 + image) << 64)
                    : ImageOutcome.Failed(reason);
            var result = new ImageResult(job, visit, image, outcome, 1, [], Noon, "S", run, url ?? $"http://images.example/{place}");
            Assert.True(await engine.Ledger.RecordResultAsync(result, None));
        }
    }

    private async Task EndAsync(long job, bool closed = false)
    {
        var (ongoing, version, submission) = jobs[job];
        var ended = ongoing.End(await engine.Ledger.TallyAsync(job, None), closed, Noon.AddMinutes(ongoing.Retries + 1));
        Assert.True(ended.Ended);
        var receipt = await engine.Documents.EndAsync(
            job,
            StoredJob.From(ended),
            version,
            new JobEnd(ended.Status, ended.EndedAt!.Value, ended.Retries, ended.Measured, ended.Failed),
            JobEndMessage.Compose(job, ended, SubmissionTotals.Of(submission, Noon)),
            None
        );
        jobs[job] = (ended, receipt.Version, submission);
    }

    private async Task RetryAsync(long job, RetrySelection selection)
    {
        Assert.True(await engine.Ledger.RecordRetryAsync(job, selection, Noon, None) > 0);
        await WriteAsync(job, jobs[job].Job.Retry());
    }

    private async Task WriteAsync(long job, Job next)
    {
        var (_, version, submission) = jobs[job];
        jobs[job] = (next, await engine.Documents.WriteAsync(job, StoredJob.From(next), version, None), submission);
    }

    /// <summary>Fails one of three images in the first retry, and measures it at another URL in the second.</summary>
    private async Task RetryTwiceAsync()
    {
        await SubmitAsync(Retried, callback: true);
        await MeasureAsync(Retried, "0/0");
        await FailAsync(Retried, "0/1", "1/0", "1/1");
        await EndAsync(Retried);
        await RetryAsync(Retried, new RetrySelection());
        await RecordAsync(Retried, ImageReason.None, ["1/0", "1/1"], run: 1);
        await RecordAsync(Retried, ImageReason.Corrupt, ["0/1"], run: 1);
        await EndAsync(Retried);
        const string Amended = "https://other.example:8443/a.png";
        await RetryAsync(Retried, new RetrySelection(Place: new ImagePlace(0, 1), Url: Amended));
        await RecordAsync(Retried, ImageReason.Http404, ["0/1"], run: 2, Amended);
        await EndAsync(Retried);
    }

    private async Task CancelAsync()
    {
        await WriteAsync(Cancelled, jobs[Cancelled].Job.Cancel("night shift", Noon));
        await engine.Ledger.CloseAsync(Cancelled, None);
        await EndAsync(Cancelled, closed: true);
    }

    private async Task AttemptAsync()
    {
        var delivery = Assert.Single(
            await engine.Webhooks.ClaimDueAsync(new Receiver("default", $"{Failed}.example"), Noon.AddHours(1), Noon.AddHours(2), 1, None)
        );
        await engine.Webhooks.RecordAttemptAsync(
            delivery,
            new WebhookAttempt(1, Noon, 200, ImageReason.None, TimeSpan.Zero, ""),
            new WebhookVerdict(WebhookState.Delivered),
            None
        );
    }

    private async Task RemoveHalfAsync()
    {
        await SubmitAsync(Removed);
        await MeasureAsync(Removed, "0/0", "0/1", "1/0", "1/1");
        await EndAsync(Removed);
        await engine.Photos.IndexAsync([Removed], None);
        Assert.True(await engine.Ledger.MarkDeletedAsync(Removed, null, None));
        await engine.Documents.RemoveAsync(Removed, jobs[Removed].Version, None);
        Assert.Equal(2, await engine.Retention.DeleteRowsAsync(Removed, 2, None));
        Assert.Equal(2, await engine.Retention.DeleteRowsAsync(Removed, 2, None));
    }

    /// <summary>Adds the documents of ids and keys. One key was claimed, and its job was not submitted; one belongs to an operation.</summary>
    private async Task AddKeysAsync()
    {
        await AddDocumentAsync(1, "job-ids", """{"schema":1,"reserved_up_to":100}""");
        await AddDocumentAsync(2, "job-operations", """{"schema":1,"last":140,"unfinished":[],"ended":[]}""");
        foreach (var id in (long[])[Completed, 99, 140])
            await AddDocumentAsync(
                id,
                "idempotency",
                $$"""{"schema":2,"job_id":{{id}},"fingerprint":"ab12","claimed_at":"2026-05-04T12:00:00+00:00","made":false}"""
            );
    }

    private Task AddDocumentAsync(long key, string type, string document) =>
        engine.ExecuteAsync(
            "INSERT INTO OrleansStorage(GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, ServiceId, PayloadBinary, ModifiedOn, Version) "
                + $"VALUES(1, 0, {key}, 1, '{type}', 'retailpulse', {Literal(document)}, '2026-05-04 12:00:00', 1)"
        );
}
