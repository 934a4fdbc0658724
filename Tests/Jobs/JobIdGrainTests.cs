using RetailPulse.Jobs;
using RetailPulse.Tests.Cluster;
using static RetailPulse.Tests.Fakes.Submissions;

namespace RetailPulse.Tests.Jobs;

public sealed class JobIdGrainTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Ids_begin_at_one_and_rise()
    {
        var ids = cluster.Silos.Client.GetGrain<IJobIdGrain>(0);
        for (var expected = 1L; expected <= 250; expected++) Assert.Equal(expected, await ids.NextAsync());
    }

    [Fact]
    public async Task Ids_go_on_rising_after_a_restart()
    {
        var ids = cluster.Silos.Client.GetGrain<IJobIdGrain>(0);
        var before = await ids.NextAsync();
        await cluster.Silos.DeactivateAsync(ids);
        Assert.True(await ids.NextAsync() > before);
    }

    [Fact]
    public async Task The_same_key_and_body_give_one_job()
    {
        var key = cluster.Silos.Client.GetGrain<IIdempotencyGrain>("order-7");
        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => key.SubmitAsync("body", Grid(1, 1))));
        Assert.Single(receipts.Select(receipt => receipt.JobId).Distinct());
        Assert.Single(receipts, receipt => !receipt.Replayed);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        var key = cluster.Silos.Client.GetGrain<IIdempotencyGrain>("order-8");
        await key.SubmitAsync("body", Grid(1, 1));
        Assert.True((await key.SubmitAsync("other body", Grid(2, 2))).Conflict);
    }
}
