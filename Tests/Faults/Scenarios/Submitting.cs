using RetailPulse.Jobs;

namespace RetailPulse.Tests.Faults.Scenarios;

/// <summary>A job is submitted, runs, and ends; one of its images fails.</summary>
internal sealed class Submitting(FaultCluster cluster, int number) : JobScenario(cluster, number)
{
    protected override JobStatus[] Ends => [JobStatus.Failed];

    public override async Task ActAsync()
    {
        await SubmitAsync("good", "broken");
        await EndedAsync();
    }
}
