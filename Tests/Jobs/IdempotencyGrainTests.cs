using RetailPulse.Grains.Jobs;
using RetailPulse.Jobs;
using RetailPulse.Tests.Cluster;
using RetailPulse.Tests.Fakes;
using static RetailPulse.Tests.Fakes.Submissions;

namespace RetailPulse.Tests.Jobs;

public sealed class IdempotencyGrainTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync(silos: 2);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task The_same_key_and_body_a_hundred_times_at_once_give_one_job()
    {
        var key = Key("order-7");
        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => key.SubmitAsync("body", Grid(1, 1))));
        var job = Assert.Single(receipts.Select(receipt => receipt.JobId).Distinct());
        Assert.Single(receipts, receipt => !receipt.Replayed);
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(job), "the job ends");
        Assert.Single(cluster.Ledger.Ends);
        Assert.Empty(await cluster.Ledger.ReadUnfinishedJobsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        await Key("order-8").SubmitAsync("body", Grid(1, 1));
        Assert.True((await Key("order-8").SubmitAsync("other body", Grid(2, 2))).Conflict);
    }

    [Fact]
    public async Task A_claim_outlives_its_grain()
    {
        var first = await Key("order-9").SubmitAsync("body", Grid(1, 1));
        await cluster.Silos.DeactivateAsync(Key("order-9"));
        Assert.Equal(new SubmissionReceipt(first.JobId, Replayed: true, Conflict: false), await Key("order-9").SubmitAsync("body", Grid(1, 1)));
    }

    [Fact]
    public async Task A_claim_whose_submission_was_lost_is_completed()
    {
        await WriteAsync("order-10", new StoredIdempotency { JobId = 4711, Fingerprint = "body", ClaimedAt = TimeProvider.System.GetUtcNow() });
        Assert.Equal(4711, (await Key("order-10").SubmitAsync("body", Grid(1, 1))).JobId);
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(4711)).Status);
    }

    [Theory]
    [InlineData("body")]
    [InlineData("other body")]
    public async Task A_key_can_be_reused_after_a_day(string fingerprint)
    {
        var dayAgo = TimeProvider.System.GetUtcNow().AddHours(-24);
        await WriteAsync("order-11", new StoredIdempotency { JobId = 4711, Fingerprint = "body", ClaimedAt = dayAgo });
        var later = await Key("order-11").SubmitAsync(fingerprint, Grid(1, 1));
        Assert.NotEqual(4711, later.JobId);
        Assert.Equal((false, false), (later.Replayed, later.Conflict));
        Assert.Equal(later with { Replayed = true }, await Key("order-11").SubmitAsync(fingerprint, Grid(1, 1)));
    }

    [Fact]
    public async Task A_hundred_uses_of_an_expired_key_create_one_job()
    {
        var dayAgo = TimeProvider.System.GetUtcNow().AddHours(-24);
        await WriteAsync("order-12", new StoredIdempotency { JobId = 4711, Fingerprint = "body", ClaimedAt = dayAgo });
        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Key("order-12").SubmitAsync("body", Grid(1, 1))));
        Assert.NotEqual(4711, Assert.Single(receipts.Select(receipt => receipt.JobId).Distinct()));
        Assert.Single(receipts, receipt => !receipt.Replayed);
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

    private IIdempotencyGrain Key(string key) => cluster.Silos.Client.GetGrain<IIdempotencyGrain>(key);

    private Task WriteAsync(string key, StoredIdempotency claim) => cluster.WriteAsync("idempotency", Key(key), claim);
}
