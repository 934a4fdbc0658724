using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>A job is deleted on request, and its rows are removed by another process.</summary>
internal sealed class Deleting(FaultCluster cluster, int number) : JobScenario(cluster, number)
{
    protected override JobStatus[] Ends => [];

    public override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await SubmitAsync("good", "broken");
        await EndedAsync();
    }

    public override async Task ActAsync()
    {
        await FaultCluster.RepeatAsync(async () => Assert.Equal(DeletionOutcome.Deleted, await Job.DeleteNowAsync()));
        await FaultCluster.RepeatAsync(async () => Assert.True(await Job.DeleteAsync(DateTimeOffset.MaxValue)));
        while (await FaultCluster.RepeatAsync(() => Cluster.Retention.DeleteRowsAsync(Id, 1, CancellationToken.None)) > 0)
        {
            // Each call removes one row.
        }
    }

    public override async Task CheckAsync()
    {
        Assert.Null(await FaultCluster.RepeatAsync(() => Job.GetDetailAsync().AsTask()));
        foreach (var table in (string[])["jobs", "visits", "image_results", "retries", "webhook_deliveries"])
            Assert.Empty(Cluster.Read($"SELECT job_id FROM {table} WHERE job_id = {Id}"));
        Assert.Empty(Cluster.Read($"SELECT 1 FROM OrleansStorage WHERE GrainTypeString = 'job' AND GrainIdN1 = {Id}"));
    }
}
