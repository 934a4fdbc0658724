using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>A job is canceled while one of its images is in flight.</summary>
internal sealed class Cancelling(FaultCluster cluster, int number) : JobScenario(cluster, number)
{
    protected override JobStatus[] Ends => [JobStatus.Cancelled];

    public override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await SubmitAsync("good", "held");
        await Eventually.TrueAsync(
            () => Cluster.Read($"SELECT 1 FROM image_results WHERE job_id = {Id}").Count == 1,
            "one image is measured"
        );
    }

    public override async Task ActAsync()
    {
        Assert.True(await FaultCluster.RepeatAsync(() => Job.CancelAsync()));
        await EndedAsync();
    }
}
