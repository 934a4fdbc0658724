using RetailPulse.Benchmarks.Commands;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>What several silos are for: more work at a time, and one of them may die.</summary>
internal sealed class ClusterTrial(Scope scope, Deployment cluster, int repeat, int deadline)
{
    private const int ImagesPerVisit = 10;

    /// <summary>As much work for each silo, bound by sleep: one silo beside all of them.</summary>
    public async Task ScaleAsync(Findings findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(Scope.SmallFiles, cancellationToken);
        var alone = cluster with { Silos = 1 };
        var contest = new Contest([token => RunAsync(alone, origin, token), token => RunAsync(cluster, origin, token)], repeat, deadline);
        var rows = await contest.RunAsync(cancellationToken);
        foreach (var (one, all) in rows[0].Zip(rows[1]))
            findings.Add(Promises.Scale, cluster, all.Values[JobFigures.Pace]!.Value / cluster.Silos / one.Values[JobFigures.Pace]!.Value);
        findings.Add(new Table(
            "scale",
            $"{scope.ImagesPerSilo} images of {Scope.SmallFiles} for each silo, sleep {SleepRange.Spec}, {scope.SlotsPerSilo} slots a silo",
            JobFigures.Columns,
            [.. rows.Select(rounds => Row.Median(rounds[0].Name, rounds))]));
    }

    /// <summary>Another silo in every round, for only one of them has the job.</summary>
    public async Task KillAsync(Findings findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(Scope.SmallFiles, cancellationToken);
        var setup = cluster.Prepare(scope.SlotsPerSilo * cluster.Silos, SleepRange.Spec);
        var visits = Visits.Spread([origin.Host], scope.ImagesPerSilo * cluster.Silos / ImagesPerVisit, ImagesPerVisit);
        var rows = new List<Row>();
        for (var round = 0; round < repeat; round++)
        {
            var victim = round % cluster.Silos;
            rows.Add(await Guard.WithinAsync(deadline, token => KillContender.RunAsync(setup, origin.Network, visits, victim, token), cancellationToken));
            findings.Add(Promises.Kill, cluster, rows[^1].Values[0]!.Value);
            Progress.Say($"silo {victim + 1} of {cluster.Silos} killed: the job stood still for {rows[^1].Values[0]:F1} s");
        }

        findings.Add(new Table("kill", $"{Visits.CountImages(visits)} images of {Scope.SmallFiles}, sleep {SleepRange.Spec}, {scope.SlotsPerSilo} slots a silo", KillContender.Columns, rows));
    }

    private Task<Row> RunAsync(Deployment deployment, OriginProcess origin, CancellationToken cancellationToken)
    {
        var setup = new JobSetup(
            scope.ImagesPerSilo * deployment.Silos / ImagesPerVisit, ImagesPerVisit, Scope.SmallFiles, SleepRange.Spec, scope.SlotsPerSilo, scope.WarmUp / 5,
            deployment.Prepare(scope.SlotsPerSilo * deployment.Silos, SleepRange.Spec));
        return ProductContender.RunAsync(deployment.Name, setup, origin, cancellationToken);
    }
}
