using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Jobs;

public sealed class JobIdGrainTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Ids_begin_at_one_and_rise()
    {
        var ids = cluster.Silos.Client.GetGrain<IJobIdGrain>(0);
        for (var expected = 1L; expected <= 250; expected++)
            Assert.Equal(expected, await ids.NextAsync());
    }

    [Fact]
    public async Task Ids_keep_rising_after_a_restart()
    {
        var ids = cluster.Silos.Client.GetGrain<IJobIdGrain>(0);
        var before = await ids.NextAsync();
        await cluster.Silos.DeactivateAsync(ids);
        Assert.True(await ids.NextAsync() > before);
    }
}
