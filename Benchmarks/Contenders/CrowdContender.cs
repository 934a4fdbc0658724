using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>Many small jobs, submitted by several clients at once.</summary>
internal static class CrowdContender
{
    private const int WarmUpImages = 2;

    /// <summary>Time between two looks at whether jobs are still ongoing.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<Row> RunAsync(string name, CrowdSetup setup, OriginProcess origin, CancellationToken cancellationToken)
    {
        await using var product = await Product.StartAsync(setup.Each.Product, origin.Network, cancellationToken);
        var client = new JobClient(product.Http);
        await WarmUpAsync(client, setup, origin, cancellationToken);

        byte[][] bodies =
        [
            .. Visits.Spread([origin.Host], setup.Together.Visits, setup.Each.Images).Chunk(setup.Each.Visits).Select(Visits.ToBody),
        ];
        var ledger = new LedgerFile(product.Database);
        IReadOnlyList<ProcessCost> before = [.. product.Costs, origin.Cost];
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            bodies,
            new ParallelOptions { MaxDegreeOfParallelism = setup.Clients, CancellationToken = cancellationToken },
            async (body, token) => await client.SubmitAsync(body, token)
        );
        while (ledger.CountOngoing() > 0)
            await Task.Delay(Pause, cancellationToken);
        var wall = Stopwatch.GetElapsedTime(started);
        var used = ProcessCost.Since(before, [.. product.Costs, origin.Cost]);
        ledger.VerifyAll(setup.Images + setup.Each.WarmUp / WarmUpImages * WarmUpImages);
        return JobFigures.From(name, setup.Images, wall, [.. used.SkipLast(1)], used[^1], accepted: null);
    }

    /// <summary>Small jobs of two images, because a large one warms other code up.</summary>
    private static async Task WarmUpAsync(JobClient client, CrowdSetup setup, OriginProcess origin, CancellationToken cancellationToken)
    {
        var body = Visits.ToBody(Visits.Spread([origin.Host], 1, WarmUpImages));
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = setup.Clients, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0,
            setup.Each.WarmUp / WarmUpImages,
            lanes,
            async (_, token) =>
            {
                var (jobId, _) = await client.SubmitAsync(body, token);
                await client.CompleteAsync(jobId, Pause, token);
            }
        );
    }
}

/// <summary>Many small jobs, and under which circumstances they run.</summary>
/// <param name="Each">One of the jobs.</param>
/// <param name="Clients">Number of submissions at once.</param>
internal sealed record CrowdSetup(int Jobs, JobSetup Each, int Clients)
{
    /// <summary>Number of images of all jobs.</summary>
    public int Images => Jobs * Each.Visits * Each.Images;

    /// <summary>The same images as one job, for the bare loop.</summary>
    public JobSetup Together => Each with { Visits = Jobs * Each.Visits };

    public override string ToString() => $"{Jobs} jobs, {Clients} clients, each job {Each}";
}
