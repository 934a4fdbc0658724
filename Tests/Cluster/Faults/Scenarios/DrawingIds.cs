using System.Globalization;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>Job ids are drawn from more than one block.</summary>
internal sealed class DrawingIds(FaultCluster cluster, int number) : Scenario(cluster, number)
{
    private readonly List<long> drawn = [];

    public override Task PrepareAsync()
    {
        Cluster.Scopes.Assign(FaultScopes.Document("job-ids", Number.ToString(CultureInfo.InvariantCulture)), Scope);
        return Task.CompletedTask;
    }

    public override async Task ActAsync()
    {
        var ids = Cluster.Grains.GetGrain<IJobIdGrain>(Number);
        while (drawn.Count < 220)
            drawn.Add(await FaultCluster.RepeatAsync(() => ids.NextAsync().AsTask()));
    }

    public override Task CheckAsync()
    {
        Assert.Equal(drawn.Distinct().Order(), drawn);
        return Task.CompletedTask;
    }
}
