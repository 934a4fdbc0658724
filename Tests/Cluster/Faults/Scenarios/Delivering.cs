using System.Globalization;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>The end of a job is delivered to its callback URL, on a separate host.</summary>
internal sealed class Delivering(FaultCluster cluster, int number) : JobScenario(cluster, number)
{
    private string Host => string.Create(CultureInfo.InvariantCulture, $"hook-{Number}.example");

    protected override JobStatus[] Ends => [JobStatus.Failed];

    protected override string Callback => string.Create(CultureInfo.InvariantCulture, $"http://{Host}:{Cluster.Receiver.Port}/{Number}");

    public override Task PrepareAsync()
    {
        Cluster.Scopes.Assign(FaultScopes.Host(Host), Scope);
        Cluster.Scopes.Assign(FaultScopes.Document("webhook-secret", Tenant), Scope);
        return base.PrepareAsync();
    }

    public override async Task ActAsync()
    {
        await SubmitAsync("good", "broken");
        await EndedAsync();
        await Eventually.TrueAsync(
            () => Cluster.Read($"SELECT 1 FROM webhook_deliveries WHERE job_id = {Id} AND state = 'delivered'").Count == 1,
            "the webhook is delivered"
        );
    }

    public override async Task CheckAsync()
    {
        await base.CheckAsync();
        var path = string.Create(CultureInfo.InvariantCulture, $"/{Number}");
        Assert.Single(
            Cluster.Receiver.Received.Where(received => received.Path == path).Select(received => (received.Id, received.Body)).Distinct()
        );
    }
}
