using RetailPulse.Benchmarks.Commands;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>The latencies and memory of one deployment, as a client sees them.</summary>
internal sealed class ServiceTrial(SuiteSize scope, Deployment deployment, int deadline)
{
    private const int Connections = 64;
    private const double Megabyte = 1_000_000;

    /// <summary>Bytes.</summary>
    private const int TinyImage = 4000;

    /// <summary>What the largest process of one job takes in memory, from its start on.</summary>
    public async Task FillAsync(Measurements findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(scope.Photographs, cancellationToken);
        var sleep = SleepRange.Spec;
        var setup = new JobSetup(
            scope.Visits,
            scope.Images,
            scope.Photographs,
            sleep,
            deployment.SlotsOfEach(scope.Slots),
            WarmUp: 0,
            deployment.Prepare(scope.Slots, sleep)
        );
        var row = await RunGuard.WithinAsync(
            deadline,
            token => ProductContender.RunAsync(deployment.Name, setup, origin, token),
            cancellationToken
        );
        var peak = row
            .Processes.Where(process => process.Process is not (ProcessCost.Database or ProcessCost.Origin))
            .Max(process => process.Cost.PeakBytes);
        findings.Add(Promises.Memory, deployment, peak / Megabyte);
        Progress.Say($"{deployment.Name}: {peak / Megabyte:F0} MB");
    }

    /// <summary>How long a <c>201</c> takes.</summary>
    public async Task SubmitAsync(Measurements findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(SampleJpeg.Least, cancellationToken);
        var setup = deployment.Prepare(scope.Slots, SubmissionContender.Sleep);
        var row = await RunGuard.WithinAsync(
            deadline,
            token => SubmissionContender.RunIdleAsync(setup, origin.Host, origin.Network, scope.SubmittedImages, scope.Submissions, token),
            cancellationToken
        );
        findings.Add(Promises.Accepted, deployment, row.Values[1]!.Value);
        Progress.Say($"{deployment.Name}: 201 p99 {row.Values[1]:F1} ms");
    }

    /// <summary>Jobs of one image, and reads, while there is nothing else.</summary>
    public async Task IdleAsync(Measurements findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(scope.Photographs.Mean, cancellationToken);
        await RunGuard.WithinAsync(deadline, token => IdleAsync(origin, findings, token), cancellationToken);
    }

    /// <summary>What a hundred times as many images take in memory.</summary>
    public async Task GrowAsync(Measurements findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(TinyImage, cancellationToken);
        var setup = deployment.Prepare(scope.Slots, SuiteSize.NoSleep);
        var small = await MeasureAsync(scope.SmallJob);
        var large = await MeasureAsync(100 * scope.SmallJob);
        findings.Add(Promises.Growth, deployment, large.Over(small).Values[FlatFigures.Peak]!.Value);
        Progress.Say(
            $"{deployment.Name}: {small.Name} {small.Values[FlatFigures.Peak]:F0} MB, {large.Name} {large.Values[FlatFigures.Peak]:F0} MB"
        );

        Task<Row> MeasureAsync(int images) =>
            RunGuard.WithinAsync(
                deadline,
                token => FlatContender.RunJobAsync(setup, origin.Host, origin.Network, images, token),
                cancellationToken
            );
    }

    /// <summary>Jobs of one image, alone and during a large job.</summary>
    public async Task AlongsideAsync(Measurements findings, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(SuiteSize.SmallFiles.Mean, cancellationToken);
        var large = Visits.Spread([origin.Host], scope.LargeJob / SubmissionContender.ImagesPerVisit, SubmissionContender.ImagesPerVisit);
        var setup = deployment.Prepare(scope.Slots, SleepRange.Spec);
        var rows = await RunGuard.WithinAsync(
            deadline,
            token => FairnessContender.RunAsync(setup, origin.Host, origin.Network, scope.AlongsideJobs, large, token),
            cancellationToken
        );
        findings.Add(Promises.Fairness, deployment, rows[^1].Values[1]!.Value);
        Progress.Say($"{deployment.Name}: one image during a large job, p95 ÷ idle {rows[^1].Values[1]:F2}");
    }

    private async Task<bool> IdleAsync(OriginProcess origin, Measurements findings, CancellationToken cancellationToken)
    {
        await using var product = await Product.StartAsync(
            deployment.Prepare(scope.Slots, OverheadContender.Sleep),
            origin.Network,
            cancellationToken
        );
        var overhead = (await OverheadContender.RunAsync(product, origin.Host, scope.IdleJobs, cancellationToken))[^1];
        findings.Add(Promises.Overhead, deployment, overhead.Values[0]!.Value);

        var reads = new ReadLoop(new Uri(product.Http.BaseAddress!, JobClient.StatusPath(1)));
        var row = await reads.RunAsync(deployment.Name, Connections, scope.Reading / 2, scope.Reading, cancellationToken);
        findings.Add(Promises.Reads, deployment, row.Values[0]!.Value);
        findings.Add(Promises.ReadTail, deployment, row.Values[2]!.Value);
        Progress.Say($"{deployment.Name}: overhead p50 {overhead.Values[0]:F1} ms, {row.Values[0]:F0} reads/s");
        return true;
    }
}
