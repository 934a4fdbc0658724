using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>A job is submitted and canceled at once, while its images get their results; it may be failed, and is then retried.</summary>
internal sealed class CancellingLate(FaultCluster cluster, int number) : JobScenario(cluster, number)
{
    private int runs = 1;

    protected override JobStatus[] Ends => [JobStatus.Cancelled, JobStatus.Completed];

    protected override int Runs => runs;

    public override async Task ActAsync()
    {
        await SubmitAsync("good", "broken");
        Assert.True(await FaultCluster.RepeatAsync(() => Job.CancelAsync()));
        await EndedAsync();
        if (Cluster.Read($"SELECT 1 FROM jobs WHERE job_id = {Id} AND status = 'failed'").Count == 0)
            return;
        Cluster.Repair(Number);
        Assert.NotEqual(RetryOutcome.Cancelled, (await FaultCluster.RepeatAsync(() => Job.RetryAsync(new JobRetry())))!.Outcome);
        await EndedAsync(runs = 2);
    }
}
