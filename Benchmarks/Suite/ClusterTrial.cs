using RetailPulse.Benchmarks.Commands;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>What several silos are for: more work at a time, and one of them may die.</summary>
internal sealed class ClusterTrial(SuiteSize scope, Deployment cluster, int repeat, int deadline)
{
    private const int ImagesPerVisit = 10;

    /// <summary>The same work for each silo, bound by sleep: one silo compared with all of them.</summary>
    public async Task ScaleAsync(Measurements findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(SuiteSize.SmallFiles, cancellationToken);
        var one = new JobSetup(
            scope.ImagesPerSilo / ImagesPerVisit,
            ImagesPerVisit,
            SuiteSize.SmallFiles,
            SleepRange.Spec,
            scope.SlotsPerSilo,
            scope.WarmUp / 10,
            cluster.Prepare(scope.SlotsPerSilo * cluster.Silos, SleepRange.Spec)
        );
        var scale = new ScaleContender(one, origin);
        var rows = await new Contest(
            [token => scale.RunAsync(1, null, token), token => scale.RunAsync(cluster.Silos, null, token)],
            repeat,
            deadline
        ).RunAsync(cancellationToken);
        foreach (var (alone, all) in rows[0].Zip(rows[1]))
            findings.Add(Promises.Scale, cluster, all.Values[ScaleContender.PerSilo]!.Value / alone.Values[ScaleContender.PerSilo]!.Value);
        findings.Add(
            new Table(
                "scale",
                $"{scope.ImagesPerSilo} images of {SuiteSize.SmallFiles} for each silo, sleep {SleepRange.Spec}, {scope.SlotsPerSilo} slots a silo",
                ScaleContender.Columns,
                [.. rows.Select(rounds => Row.Median(rounds[0].Name, rounds))]
            )
        );
    }

    /// <summary>Another silo in every round, for only one of them has the job.</summary>
    public async Task KillAsync(Measurements findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(SuiteSize.SmallFiles, cancellationToken);
        var setup = cluster.Prepare(scope.SlotsPerSilo * cluster.Silos, SleepRange.Spec);
        var visits = Visits.Spread([origin.Host], scope.ImagesPerSilo * cluster.Silos / ImagesPerVisit, ImagesPerVisit);
        var rows = new List<Row>();
        for (var round = 0; round < repeat; round++)
        {
            var victim = round % cluster.Silos;
            rows.Add(
                await RunGuard.WithinAsync(
                    deadline,
                    token => KillContender.RunAsync(setup, origin.Network, visits, victim, token),
                    cancellationToken
                )
            );
            findings.Add(Promises.Kill, cluster, rows[^1].Values[0]!.Value);
            Progress.Say($"silo {victim + 1} of {cluster.Silos} killed: the job stood still for {rows[^1].Values[0]:F1} s");
        }

        findings.Add(
            new Table(
                "kill",
                $"{Visits.CountImages(visits)} images of {SuiteSize.SmallFiles}, sleep {SleepRange.Spec}, {scope.SlotsPerSilo} slots a silo",
                KillContender.Columns,
                rows
            )
        );
    }
}
