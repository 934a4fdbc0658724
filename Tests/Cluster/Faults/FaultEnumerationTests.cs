using RetailPulse.Tests.Cluster.Faults.Scenarios;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>
/// Tests the promise under every single storage fault, and under every pair of faults during a submission and a cancellation.
/// </summary>
public sealed class FaultEnumerationTests(FaultCluster cluster) : IClassFixture<FaultCluster>
{
    [Fact]
    public Task A_submission_survives_every_fault() => EveryAsync((all, number) => new Submitting(all, number));

    [Fact]
    public Task A_submission_for_an_unknown_store_survives_every_fault() => EveryAsync((all, number) => new RefusingStore(all, number));

    [Fact]
    public Task A_submission_with_a_key_survives_every_fault() => EveryAsync((all, number) => new SubmittingWithKey(all, number));

    [Fact]
    public Task A_cancellation_survives_every_fault() => EveryAsync((all, number) => new Cancelling(all, number));

    [Fact]
    public Task A_late_cancellation_and_a_retry_survive_every_fault() => EveryAsync((all, number) => new CancellingLate(all, number));

    [Fact]
    public Task A_retry_survives_every_fault() => EveryAsync((all, number) => new Retrying(all, number));

    [Fact]
    public Task An_amendment_survives_every_fault() => EveryAsync((all, number) => new Amending(all, number));

    [Fact]
    public Task A_removal_survives_every_fault() => EveryAsync((all, number) => new Removing(all, number));

    [Fact]
    public Task A_deletion_survives_every_fault() => EveryAsync((all, number) => new Deleting(all, number));

    [Fact]
    public Task A_webhook_survives_every_fault() => EveryAsync((all, number) => new Delivering(all, number));

    [Fact]
    public async Task A_webhook_survives_faults_of_the_look_for_due_ones()
    {
        var looks = new FaultScope();
        cluster.Scopes.Assign(FaultyWebhooks.Sender, looks);
        looks.Arm([new(1, TookEffect: false), new(2, TookEffect: true)]);
        var delivering = new Delivering(cluster, cluster.NextCase());
        await delivering.PrepareAsync();
        await delivering.ActAsync();
        await delivering.CheckAsync();
        looks.Disarm();
        Assert.Equal(2, looks.Injected);
    }

    [Fact]
    public Task A_rotation_survives_every_fault() => EveryAsync((all, number) => new Rotating(all, number));

    [Fact]
    public Task An_upload_survives_every_fault() => EveryAsync((all, number) => new Uploading(all, number));

    [Fact]
    public Task Drawing_ids_survives_every_fault() => EveryAsync((all, number) => new DrawingIds(all, number));

    [Fact]
    public Task A_submission_survives_every_pair_of_faults() => PairsAsync((all, number) => new Submitting(all, number));

    [Fact]
    public Task A_submission_with_a_key_survives_every_pair_of_faults() => PairsAsync((all, number) => new SubmittingWithKey(all, number));

    [Fact]
    public Task A_cancellation_survives_every_pair_of_faults() => PairsAsync((all, number) => new Cancelling(all, number));

    private Task EveryAsync(Func<FaultCluster, int, Scenario> make) => new Enumeration(cluster, make).TryEveryFaultAsync();

    private Task PairsAsync(Func<FaultCluster, int, Scenario> make) => new Enumeration(cluster, make).TryEveryPairAsync();
}
