using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>All that the suite measures, one after the other.</summary>
/// <param name="product">Folder of the product's assemblies.</param>
/// <param name="deadline">Seconds for one run of one deployment.</param>
internal sealed class Trials(SuiteSize scope, string product, int repeat, int deadline)
{
    private readonly Deployment embedded = new(product, 0);
    private readonly Deployment single = new(product, 1);
    private readonly Deployment cluster = new(product, scope.Silos);

    public async Task<Measurements> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new Measurements([embedded, single, cluster]);
        await Parallel.ForEachAsync(
            Measurements(),
            new ParallelOptions { MaxDegreeOfParallelism = scope.AtOnce, CancellationToken = cancellationToken },
            async (measure, token) => await TryAsync(measure, findings, token)
        );
        return findings;
    }

    /// <summary>What fails must not cost the figures of everything else.</summary>
    private static async Task TryAsync(
        Func<Measurements, CancellationToken, Task> measure,
        Measurements findings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await measure(findings, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Progress.Say($"Not measured: {exception.Message}");
            findings.AddFailure(exception.Message);
        }
    }

    /// <summary>A smoke run sees a cluster only where one is needed.</summary>
    private IEnumerable<Func<Measurements, CancellationToken, Task>> Measurements()
    {
        var clusters = new ClusterTrial(scope, cluster, repeat, deadline);
        yield return clusters.KillAsync;
        yield return clusters.ScaleAsync;

        Deployment[] asked = scope.Quick ? [embedded] : [embedded, single, cluster];
        yield return (findings, token) =>
            Jobs(asked).MeasureAsync(Promises.Spec, scope.Photographs, SleepRange.Spec, withCpu: true, findings, token);
        yield return (findings, token) =>
            Jobs(asked).MeasureAsync(Promises.NoSleep, scope.Photographs, SuiteSize.NoSleep, withCpu: false, findings, token);
        yield return (findings, token) =>
            Jobs(asked).MeasureAsync(Promises.Small, SuiteSize.SmallFiles, SuiteSize.NoSleep, withCpu: false, findings, token);

        yield return (findings, token) => Crowds(asked).MeasureAsync(findings, token);
        yield return (findings, token) => Crowds(asked).MeasureTinyAsync(findings, token);

        for (var round = 0; round < repeat; round++)
            yield return new ServiceTrial(scope, embedded, deadline).GrowAsync;

        foreach (var trouble in Promises.Alongside.Keys)
            yield return (findings, token) => MeasureHostsAsync(trouble, findings, token);

        for (var round = 0; round < repeat; round++)
        {
            foreach (var deployment in asked)
            {
                var service = new ServiceTrial(scope, deployment, deadline);
                yield return service.FillAsync;
                yield return service.SubmitAsync;
                yield return service.IdleAsync;
                yield return service.AlongsideAsync;
            }
        }
    }

    private async Task MeasureHostsAsync(HostTrouble trouble, Measurements findings, CancellationToken cancellationToken)
    {
        var setup = embedded.Prepare(scope.Slots, SleepRange.Spec);
        var rows = await new HostTrial(setup, SuiteSize.SmallFiles.Mean, scope.HealthyJob, scope.TroubledJob, repeat, deadline).RunAsync(
            trouble,
            cancellationToken
        );
        foreach (var ratio in rows[^1].Rounds)
            findings.Add(Promises.Alongside[trouble], embedded, ratio.Values[AlongsideContender.Pace]!.Value);
        findings.Add(
            new Table(
                "hosts",
                $"{scope.HealthyJob} images of {SuiteSize.SmallFiles.Mean} bytes, sleep {SleepRange.Spec}, {scope.Slots} slots, alongside {scope.TroubledJob} of a host with a trouble",
                AlongsideContender.Columns,
                rows
            )
        );
    }

    private CrowdTrial Crowds(IReadOnlyList<Deployment> deployments) => new(scope, deployments, repeat, deadline);

    private JobTrial Jobs(IReadOnlyList<Deployment> deployments) => new(scope, deployments, repeat, deadline);
}
