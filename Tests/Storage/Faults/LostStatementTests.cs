using RetailPulse.Tests.Cluster.Faults;
using RetailPulse.Tests.Cluster.Faults.Scenarios;

namespace RetailPulse.Tests.Storage.Faults;

/// <summary>Tests the promise on real PostgreSQL when a connection ends before or after a single write.</summary>
public sealed class LostStatementTests(PostgreSqlFaultCluster cluster) : IClassFixture<PostgreSqlFaultCluster>
{
    [Fact]
    public Task A_submission_survives_every_loss() => EveryAsync((all, number) => new Submitting(all, number));

    [Fact]
    public Task A_submission_with_a_key_survives_every_loss() => EveryAsync((all, number) => new SubmittingWithKey(all, number));

    [Fact]
    public Task A_cancellation_survives_every_loss() => EveryAsync((all, number) => new Cancelling(all, number));

    [Fact]
    public Task A_late_cancellation_survives_every_loss() => EveryAsync((all, number) => new CancellingLate(all, number));

    [Fact]
    public Task A_retry_survives_every_loss() => EveryAsync((all, number) => new Retrying(all, number));

    [Fact]
    public Task An_amendment_survives_every_loss() => EveryAsync((all, number) => new Amending(all, number));

    [Fact]
    public Task A_removal_survives_every_loss() => EveryAsync((all, number) => new Removing(all, number));

    [Fact]
    public Task A_rotation_survives_every_loss() => EveryAsync((all, number) => new Rotating(all, number));

    [Fact]
    public Task An_upload_survives_every_loss() => EveryAsync((all, number) => new Uploading(all, number));

    [Fact]
    public Task Drawing_ids_survives_every_loss() => EveryAsync((all, number) => new DrawingIds(all, number));

    private Task EveryAsync(Func<FaultCluster, int, Scenario> make) => new LossEnumeration(cluster, make).TryEveryLossAsync();
}

/// <summary>The same for a webhook, on its own database: after a lost claim it waits until the claim expires.</summary>
public sealed class LostWebhookTests(PostgreSqlFaultCluster cluster) : IClassFixture<PostgreSqlFaultCluster>
{
    [Fact]
    public Task A_webhook_survives_every_loss() =>
        new LossEnumeration(cluster, (all, number) => new Delivering(all, number)).TryEveryLossAsync();
}
