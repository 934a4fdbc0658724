using System.Text;
using RetailPulse.Grains.Jobs.Submission;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Jobs;

public sealed class IdempotencyGrainTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync(silos: 2);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task The_same_key_and_body_a_hundred_times_at_once_give_one_job()
    {
        var key = Key("order-7");
        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => key.SubmitAsync("body", Grid(visits: 1, images: 1))));
        var job = Assert.Single(receipts.Select(receipt => receipt.JobId).Distinct());
        Assert.Single(receipts, receipt => !receipt.Replayed);
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(job), "the job ends");
        Assert.Single(cluster.Ledger.Ends);
        Assert.Empty(await cluster.Ledger.ReadUnfinishedJobsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        await Key("order-8").SubmitAsync("body", Grid(visits: 1, images: 1));
        Assert.True((await Key("order-8").SubmitAsync("other body", Grid(visits: 2, images: 2))).Conflict);
    }

    [Fact]
    public async Task A_claim_outlives_its_grain()
    {
        var first = await Key("order-9").SubmitAsync("body", Grid(visits: 1, images: 1));
        await cluster.Silos.DeactivateAsync(Key("order-9"));
        Assert.Equal(
            new SubmissionReceipt(first.JobId, Replayed: true, Conflict: false),
            await Key("order-9").SubmitAsync("body", Grid(visits: 1, images: 1))
        );
    }

    [Fact]
    public async Task A_claim_whose_submission_was_lost_is_completed()
    {
        await WriteAsync(
            "order-10",
            new StoredIdempotency
            {
                JobId = 4711,
                Fingerprint = "body",
                ClaimedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        Assert.Equal(4711, (await Key("order-10").SubmitAsync("body", Grid(visits: 1, images: 1))).JobId);
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(4711)).Status);
    }

    /// <summary>The response was lost with its silo: first after the retry was made, then before it was.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public async Task A_retry_whose_end_was_not_stored_is_made_once(int mark, int runs)
    {
        cluster.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Http404);
        await cluster.Job(21).SubmitAsync(Grid(visits: 1, images: 1));
        await cluster.EndOfAsync(21);
        await Eventually.TrueAsync(
            async () => await cluster.Job(21).RetryAsync(new JobRetry()) is { Outcome: RetryOutcome.Started },
            "the end is recorded, and the job retried"
        );
        await Eventually.TrueAsync(
            async () => (await cluster.Job(21).GetStatusAsync())!.Status == JobStatus.Failed && cluster.Ledger.Ends.ContainsKey(21),
            "it has failed again"
        );
        await WriteAsync(
            "order-21",
            new StoredIdempotency
            {
                Fingerprint = "retry",
                ClaimedAt = TimeProvider.System.GetUtcNow(),
                Mark = mark,
            }
        );
        Assert.Equal(RetryOutcome.Started, (await Key("order-21").RetryAsync("retry", 21, new JobRetry())).Retry!.Outcome);
        await Eventually.TrueAsync(async () => (await cluster.Job(21).GetStatusAsync())!.Status == JobStatus.Failed, "it ends");
        Assert.True((await Key("order-21").RetryAsync("retry", 21, new JobRetry())).Replayed);
        Assert.Equal(runs, await cluster.Job(21).GetRunAsync());
    }

    /// <summary>The first call was lost after its claim. In the meantime, another client uploaded a version.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("1", true)]
    [InlineData("2", false)]
    public async Task A_lost_upload_is_not_taken_for_the_version_of_another(string? over, bool outdated)
    {
        var master = cluster.Silos.Client.GetGrain<IStoreMasterGrain>(0);
        await ClaimUploadAsync("order-22", await master.GetVersionAsync());
        await master.PutAsync(Csv("S8,Theirs,10\n"));
        var change = over is null
            ? await Key("order-22").PutStoresAsync("stores", Csv("S9,Mine,10\n"))
            : await Key("order-22")
                .PutStoresOverAsync("stores", Csv("S9,Mine,10\n"), [int.Parse(over, System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.Equal(outdated, change.Upload!.Outdated);
        Assert.Equal(outdated, await master.FindAsync("S9") is null);
        Assert.Equal(outdated ? 2 : 3, (await master.GetVersionAsync()).Number);
    }

    /// <summary>The upload was made, but its key was not marked as used before the silo died.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_upload_that_was_made_does_not_replace_a_later_one(bool conditional)
    {
        var master = cluster.Silos.Client.GetGrain<IStoreMasterGrain>(0);
        await ClaimUploadAsync("order-23", await master.GetVersionAsync());
        await master.PutAsync(Csv("S9,Mine,10\n"));
        await master.PutAsync(Csv("S8,Theirs,10\n"));
        var change = conditional
            ? await Key("order-23").PutStoresOverAsync("stores", Csv("S9,Mine,10\n"), [1])
            : await Key("order-23").PutStoresAsync("stores", Csv("S9,Mine,10\n"));
        Assert.Equal((false, 3), (change.Upload!.Outdated, change.Upload.Version.Number));
        Assert.NotNull(await master.FindAsync("S8"));
    }

    [Theory]
    [InlineData("body")]
    [InlineData("other body")]
    public async Task A_key_can_be_reused_after_a_day(string fingerprint)
    {
        var dayAgo = TimeProvider.System.GetUtcNow().AddHours(-24);
        await WriteAsync(
            "order-11",
            new StoredIdempotency
            {
                JobId = 4711,
                Fingerprint = "body",
                ClaimedAt = dayAgo,
            }
        );
        var later = await Key("order-11").SubmitAsync(fingerprint, Grid(visits: 1, images: 1));
        Assert.NotEqual(4711, later.JobId);
        Assert.Equal((false, false), (later.Replayed, later.Conflict));
        Assert.Equal(later with { Replayed = true }, await Key("order-11").SubmitAsync(fingerprint, Grid(visits: 1, images: 1)));
    }

    [Fact]
    public async Task A_hundred_uses_of_an_expired_key_create_one_job()
    {
        var dayAgo = TimeProvider.System.GetUtcNow().AddHours(-24);
        await WriteAsync(
            "order-12",
            new StoredIdempotency
            {
                JobId = 4711,
                Fingerprint = "body",
                ClaimedAt = dayAgo,
            }
        );
        var receipts = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Key("order-12").SubmitAsync("body", Grid(visits: 1, images: 1)))
        );
        Assert.NotEqual(4711, Assert.Single(receipts.Select(receipt => receipt.JobId).Distinct()));
        Assert.Single(receipts, receipt => !receipt.Replayed);
    }

    [Fact]
    public async Task A_key_of_an_earlier_version_stands_for_its_job()
    {
        var claimed = TimeProvider.System.GetUtcNow().AddHours(-23);
        await WriteAsync(
            "order-13",
            new StoredIdempotency
            {
                JobId = 4713,
                Fingerprint = "body",
                ClaimedAt = claimed,
            }
        );
        Assert.Equal(
            new SubmissionReceipt(4713, Replayed: true, Conflict: false),
            await Key("hash-13").SubmitOnceAsync("body", ["\"order-13\"", "order-13"], Grid(visits: 1, images: 1))
        );
        Assert.True((await Key("hash-13").SubmitOnceAsync("other body", ["order-13"], Grid(visits: 1, images: 1))).Conflict);

        // From now on the hash alone stands for the job.
        await cluster.Silos.DeactivateAsync(Key("hash-13"));
        Assert.Equal(4713, (await Key("hash-13").SubmitOnceAsync("body", [], Grid(visits: 1, images: 1))).JobId);
    }

    [Fact]
    public async Task A_key_of_an_earlier_version_is_free_after_a_day()
    {
        await WriteAsync(
            "order-14",
            new StoredIdempotency
            {
                JobId = 4714,
                Fingerprint = "body",
                ClaimedAt = TimeProvider.System.GetUtcNow().AddHours(-24),
            }
        );
        Assert.False((await Key("hash-14").SubmitOnceAsync("body", ["order-14"], Grid(visits: 1, images: 1))).Replayed);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-3_600, true)]
    [InlineData(86_399, true)]
    [InlineData(86_400, false)]
    [InlineData(864_000, false)]
    public void A_claim_holds_for_a_day(int seconds, bool holds)
    {
        var claim = new StoredIdempotency { ClaimedAt = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero) };
        Assert.Equal(holds, claim.HoldsAt(claim.ClaimedAt.AddSeconds(seconds)));
    }

    private static byte[] Csv(string rows) => Encoding.UTF8.GetBytes($"store_id,store_name,area_code\n{rows}");

    private Task ClaimUploadAsync(string key, StoreMasterVersion version) =>
        WriteAsync(
            key,
            new StoredIdempotency
            {
                Fingerprint = "stores",
                ClaimedAt = TimeProvider.System.GetUtcNow(),
                Mark = version.Number,
            }
        );

    private IIdempotencyGrain Key(string key) => cluster.Silos.Client.GetGrain<IIdempotencyGrain>(key);

    private Task WriteAsync(string key, StoredIdempotency claim) => cluster.WriteAsync("idempotency", Key(key), claim);
}
