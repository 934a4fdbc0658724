using System.Globalization;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>A tenant's webhook secret is created and then rotated.</summary>
internal sealed class Rotating(FaultCluster cluster, int number) : Scenario(cluster, number)
{
    private WebhookSecrets? first;
    private WebhookSecrets? rotated;

    private string Tenant => string.Create(CultureInfo.InvariantCulture, $"t{Number}");

    private IWebhookSecretGrain Secret => Cluster.Grains.GetGrain<IWebhookSecretGrain>(Tenant);

    public override Task PrepareAsync()
    {
        Cluster.Scopes.Assign(FaultScopes.Document("webhook-secret", Tenant), Scope);
        return Task.CompletedTask;
    }

    public override async Task ActAsync()
    {
        first = await FaultCluster.RepeatAsync(() => Secret.GetAsync());
        rotated = await FaultCluster.RepeatAsync(() => Secret.RotateAsync(first.Current));
    }

    public override async Task CheckAsync()
    {
        Assert.NotEqual(first!.Current, rotated!.Current);
        Assert.Equal(first.Current, rotated.Previous);
        Assert.Equal(rotated, await Secret.GetAsync());
    }
}
