using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>The product, asked over HTTP like by anyone.</summary>
internal static class ProductContender
{
    /// <summary>Time between two reads of the status: short compared with any job, long compared with a read.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<Row> RunAsync(string name, JobSetup setup, OriginProcess origin, CancellationToken cancellationToken)
    {
        await using var product = await Product.StartAsync(setup.Product, origin.Network, cancellationToken);
        if (setup.WarmUp > 0)
            await CompleteAsync(product, Visits.Spread([origin.Host], setup.WarmUp, 1), cancellationToken);

        var visits = Visits.Spread([origin.Host], setup.Visits, setup.Images);
        IReadOnlyList<ProcessCost> before = [.. product.Costs, origin.Cost];
        var (accepted, wall) = await CompleteAsync(product, visits, cancellationToken);
        var used = ProcessCost.Since(before, [.. product.Costs, origin.Cost]);
        return JobFigures.From(name, Visits.CountImages(visits), wall, [.. used.SkipLast(1)], used[^1], accepted);
    }

    private static async Task<(TimeSpan Accepted, TimeSpan Wall)> CompleteAsync(
        Product product,
        string[][] visits,
        CancellationToken cancellationToken
    )
    {
        var client = new JobClient(product.Http);
        var body = Visits.ToBody(visits);
        var started = Stopwatch.GetTimestamp();
        var (jobId, accepted) = await client.SubmitAsync(body, cancellationToken);
        await client.CompleteAsync(jobId, Pause, cancellationToken);
        var wall = Stopwatch.GetElapsedTime(started);
        new LedgerFile(product.Database).Verify(jobId, Visits.CountImages(visits));
        return (accepted, wall);
    }
}
