using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>The failed images of a job are retried.</summary>
internal class Retrying(FaultCluster cluster, int number) : JobScenario(cluster, number)
{
    protected override JobStatus[] Ends => [JobStatus.Completed];

    protected override int Runs => 2;

    protected virtual JobRetry Retry => new();

    public override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await SubmitAsync("good", "broken");
        await EndedAsync();
        Cluster.Repair(Number);
    }

    public override async Task ActAsync()
    {
        await FaultCluster.RepeatAsync(() => Job.RetryAsync(Retry));
        await EndedAsync(Runs);
    }
}

/// <summary>A failed image of a job gets a new URL.</summary>
internal sealed class Amending(FaultCluster cluster, int number) : Retrying(cluster, number)
{
    protected override JobRetry Retry => new(Place: new ImagePlace(0, 1), Url: "http://amended.example/");

    public override async Task CheckAsync()
    {
        await base.CheckAsync();
        Assert.Equal(["http://amended.example/"], Cluster.Read($"SELECT image_url FROM retries WHERE job_id = {Id}"));
    }
}
