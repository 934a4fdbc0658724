using RetailPulse.Jobs;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

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

/// <summary>A job has a visit of a store that is not in the store master.</summary>
internal sealed class RefusingStore(FaultCluster cluster, int number) : JobScenario(cluster, number)
{
    protected override JobStatus[] Ends => [JobStatus.Failed];

    public override async Task ActAsync()
    {
        var submission = Submission("good");
        await FaultCluster.RepeatAsync(() =>
            Job.SubmitAsync(submission with { Visits = submission.Visits.Add(new VisitSubmission("NOPE", "t", ["http://good.example/"])) })
        );
        await EndedAsync();
    }
}
