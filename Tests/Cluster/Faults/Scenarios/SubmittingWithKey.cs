using System.Globalization;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>A job is submitted with an idempotency key, and submitted again.</summary>
internal sealed class SubmittingWithKey(FaultCluster cluster, int number) : JobScenario(cluster, number)
{
    private string Key => string.Create(CultureInfo.InvariantCulture, $"key-{Number}");

    protected override JobStatus[] Ends => [JobStatus.Failed];

    public override Task PrepareAsync()
    {
        Cluster.Scopes.Assign(FaultScopes.Document("idempotency", Key), Scope);
        return Task.CompletedTask;
    }

    public override async Task ActAsync()
    {
        Id = await FaultCluster.RepeatAsync(() => ClaimAsync());
        await EndedAsync();
    }

    public override async Task CheckAsync()
    {
        Assert.Equal(Id, await ClaimAsync());
        Assert.Single(Cluster.Read($"SELECT job_id FROM jobs WHERE tenant = '{Tenant}'"));
        await base.CheckAsync();
    }

    private async Task<long> ClaimAsync() =>
        (await Cluster.Grains.GetGrain<IIdempotencyGrain>(Key).SubmitAsync("body", Submission("good", "broken"))).JobId;
}
