using RetailPulse.Benchmarks.Commands;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>One job by every deployment in turn, and by the bare loop.</summary>
internal sealed class JobTrial(SuiteSize scope, IReadOnlyList<Deployment> deployments, int repeat, int deadline)
{
    /// <param name="pace">The promise about its images a second.</param>
    /// <param name="withCpu">Whether processor time was promised of this one.</param>
    public async Task MeasureAsync(
        Promise pace,
        ImageSizes sizes,
        SleepRange sleep,
        bool withCpu,
        Measurements findings,
        CancellationToken cancellationToken
    )
    {
        await using var origin = await OriginProcess.StartAsync(sizes, cancellationToken);
        JobSetup[] setups = [.. deployments.Select(deployment => Prepare(deployment, sizes, sleep))];
        Func<CancellationToken, Task<Row>>[] contenders =
        [
            token => BareContender.RunAsync(setups[0], origin, token),
            .. deployments.Zip(
                setups,
                (deployment, setup) =>
                    (Func<CancellationToken, Task<Row>>)(token => ProductContender.RunAsync(deployment.Name, setup, origin, token))
            ),
        ];
        var rows = await new Contest(contenders, repeat, deadline).RunAsync(cancellationToken);
        for (var at = 0; at < deployments.Count; at++)
            Judge(pace, withCpu, deployments[at], rows[at + 1], rows[0], findings);
        findings.Add(
            new Table(
                "job",
                $"{scope.Visits} visits x {scope.Images} images of {sizes}, sleep {sleep}, {scope.Slots} slots in all",
                JobFigures.Columns,
                [.. rows.Select(rounds => Row.Median(rounds[0].Name, rounds))]
            )
        );
    }

    private JobSetup Prepare(Deployment deployment, ImageSizes sizes, SleepRange sleep) =>
        new(
            scope.Visits,
            scope.Images,
            sizes,
            sleep,
            deployment.SlotsOfEach(scope.Slots),
            scope.WarmUp,
            deployment.Prepare(scope.Slots, sleep)
        );

    private static void Judge(
        Promise pace,
        bool withCpu,
        Deployment deployment,
        IReadOnlyList<Row> product,
        IReadOnlyList<Row> bare,
        Measurements findings
    )
    {
        foreach (var ratio in product.Zip(bare, (mine, its) => mine.Over(its)))
        {
            findings.Add(pace, deployment, ratio.Values[JobFigures.Pace]!.Value);
            if (withCpu)
                findings.Add(Promises.Cpu, deployment, ratio.Values[JobFigures.Cpu]!.Value);
        }
    }
}
