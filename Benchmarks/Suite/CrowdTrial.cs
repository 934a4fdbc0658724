using RetailPulse.Benchmarks.Commands;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>Many small jobs at once by every deployment in turn, and their images by the bare loop.</summary>
internal sealed class CrowdTrial(SuiteSize scope, IReadOnlyList<Deployment> deployments, int repeat, int deadline)
{
    private const int Clients = 64;
    private const int ImagesPerVisit = 2;

    /// <summary>Jobs of ten visits, with sleep.</summary>
    public Task MeasureAsync(Measurements findings, CancellationToken cancellationToken) =>
        MeasureAsync(
            (Promises.Crowd, Promises.CrowdCpu),
            deployment => Prepare(deployment, scope.CrowdJobs, visits: 10, scope.Photographs, SleepRange.Spec),
            findings,
            cancellationToken
        );

    /// <summary>Jobs of one visit with small images, without sleep.</summary>
    public Task MeasureTinyAsync(Measurements findings, CancellationToken cancellationToken) =>
        MeasureAsync(
            (Promises.Tiny, Promises.TinyCpu),
            deployment => Prepare(deployment, scope.TinyJobs, visits: 1, SuiteSize.SmallFiles, SuiteSize.NoSleep),
            findings,
            cancellationToken
        );

    private async Task MeasureAsync(
        (Promise Pace, Promise Cpu) promised,
        Func<Deployment, CrowdSetup> prepare,
        Measurements findings,
        CancellationToken cancellationToken
    )
    {
        CrowdSetup[] setups = [.. deployments.Select(prepare)];
        await using var origin = await OriginProcess.StartAsync(setups[0].Each.Sizes, cancellationToken);
        Func<CancellationToken, Task<Row>>[] contenders =
        [
            token => BareContender.RunAsync(setups[0].Together, origin, token),
            .. deployments.Zip(
                setups,
                (deployment, setup) =>
                    (Func<CancellationToken, Task<Row>>)(token => CrowdContender.RunAsync(deployment.Name, setup, origin, token))
            ),
        ];
        var rows = await new Contest(contenders, repeat, deadline).RunAsync(cancellationToken);
        foreach (var (deployment, product) in deployments.Zip(rows.Skip(1)))
        {
            foreach (var ratio in product.Zip(rows[0], (mine, its) => mine.Over(its)))
            {
                findings.Add(promised.Pace, deployment, ratio.Values[JobFigures.Pace]!.Value);
                findings.Add(promised.Cpu, deployment, ratio.Values[JobFigures.Cpu]!.Value);
            }
        }

        findings.Add(
            new Table("crowd", setups[0].ToString(), JobFigures.Columns, [.. rows.Select(rounds => Row.Median(rounds[0].Name, rounds))])
        );
    }

    private CrowdSetup Prepare(Deployment deployment, int jobs, int visits, ImageSizes sizes, SleepRange sleep) =>
        new(
            jobs,
            new JobSetup(
                visits,
                ImagesPerVisit,
                sizes,
                sleep,
                deployment.SlotsOfEach(scope.Slots),
                scope.WarmUp / 10,
                deployment.Prepare(scope.Slots, sleep)
            ),
            Clients
        );
}
