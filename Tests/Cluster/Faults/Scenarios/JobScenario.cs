using System.Globalization;
using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Faults.Scenarios;

/// <summary>A scenario about one job, with the checks that apply to every job at its end.</summary>
internal abstract class JobScenario(FaultCluster cluster, int number) : Scenario(cluster, number)
{
    /// <summary>The job's id: the case's number, unless a key has assigned another.</summary>
    protected long Id { get; set; } = number;

    protected IJobGrain Job => Cluster.Job(Id);

    protected string Tenant => string.Create(CultureInfo.InvariantCulture, $"t{Number}");

    protected abstract JobStatus[] Ends { get; }

    protected virtual int Runs => 1;

    protected virtual string? Callback => null;

    protected JobSubmission Submission(params string[] kinds) =>
        Of(
            Visit(
                "S1",
                [.. kinds.Select((kind, image) => string.Create(CultureInfo.InvariantCulture, $"http://{kind}-{Number}.example/{image}"))]
            )
        ) with
        {
            Tenant = Tenant,
            CallbackUrl = Callback,
        };

    protected async Task SubmitAsync(params string[] kinds)
    {
        await FaultCluster.RepeatAsync(() => Job.SubmitAsync(Submission(kinds)));
    }

    /// <summary>Waits for the end by reading the database, so that waiting makes no calls that are counted.</summary>
    protected Task EndedAsync(int runs = 1) =>
        Eventually.TrueAsync(
            () => Cluster.Read($"SELECT 1 FROM jobs WHERE job_id = {Id} AND ended_at IS NOT NULL AND run = {runs - 1}").Count == 1,
            $"job {Id} ends"
        );

    public override Task PrepareAsync()
    {
        Cluster.Scopes.Assign(FaultScopes.Job(Id), Scope);
        return Task.CompletedTask;
    }

    public override async Task CheckAsync()
    {
        // No matter what was written last, the job can be reached and responds to a cancellation and a nudge.
        Assert.True(await FaultCluster.RepeatAsync(() => Job.CancelAsync()));
        await FaultCluster.RepeatAsync(() => Job.ResumeAsync());
        var detail = (await FaultCluster.RepeatAsync(() => Job.GetDetailAsync().AsTask()))!;
        Assert.Contains(detail.Status, Ends);
        Assert.Equal((0, 0), (detail.Counts.Running, detail.Counts.Pending));
        var row = Assert
            .Single(
                Cluster.Read(
                    $"SELECT status, run, (SELECT count(*) FROM retries AS t WHERE t.job_id = j.job_id) FROM jobs AS j WHERE job_id = {Id}"
                )
            )
            .Split('|');
        Assert.Equal((detail.Status.ToString().ToLowerInvariant(), Runs - 1), (row[0], int.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.Equal((detail.Counts.Measured, detail.Counts.Failed), CountRows());
        Assert.Empty(
            Cluster.Read($"SELECT visit_no, image_no, run FROM image_results WHERE job_id = {Id} GROUP BY 1, 2, 3 HAVING count(*) > 1")
        );
        Assert.Equal(Callback is null ? 0 : Runs, Cluster.Read($"SELECT delivery_id FROM webhook_deliveries WHERE job_id = {Id}").Count);
    }

    /// <summary>Counts the latest result of each image.</summary>
    private (long Measured, long Failed) CountRows()
    {
        var counts = Assert
            .Single(
                Cluster.Read(
                    $"""
                    SELECT count(*) FILTER (WHERE reason IS NULL), count(*) FILTER (WHERE reason IS NOT NULL) FROM image_results AS r WHERE job_id = {Id}
                      AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
                    """
                )
            )
            .Split('|');
        return (long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
    }
}
