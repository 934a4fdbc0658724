using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>One job whose host is healthy, alone or alongside a large job whose host has a trouble.</summary>
internal static class AlongsideContender
{
    /// <summary>Place in <see cref="Columns"/>.</summary>
    public const int Pace = 0;

    public static readonly Column[] Columns =
    [
        new("images/s", "healthy_images_per_second"),
        new("seconds", "seconds"),
        new("cancel s", "cancel_seconds"),
    ];

    private const int WarmUp = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Time after which the troubled job holds all that it can get.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(3);

    /// <param name="healthy">The job that counts.</param>
    /// <param name="troubled">The job alongside; <see langword="null"/>: none. It is canceled in the end.</param>
    public static async Task<Row> RunAsync(
        string name,
        ProductSetup setup,
        string network,
        string[][] healthy,
        string[][]? troubled,
        CancellationToken cancellationToken
    )
    {
        await using var product = await Product.StartAsync(setup, network, cancellationToken);
        var client = new JobClient(product.Http);
        await CompleteAsync(
            product,
            client,
            Visits.ToBody([
                [.. healthy.SelectMany(urls => urls).Take(WarmUp)],
            ]),
            cancellationToken
        );
        var alongside = troubled is null ? null : await BackgroundJob.SubmitAsync(product, troubled, cancellationToken);
        if (alongside is not null)
            await Task.Delay(HeadStart, cancellationToken);
        var seconds = await CompleteAsync(product, client, Visits.ToBody(healthy), cancellationToken);
        var cancel = alongside is null ? (double?)null : await CancelAsync(alongside, client, cancellationToken);
        return new Row(name, Visits.CountImages(healthy) / seconds, seconds, cancel);
    }

    /// <summary>Returns the seconds from the submission to the last result.</summary>
    private static async Task<double> CompleteAsync(Product product, JobClient client, byte[] body, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetUtcNow();
        var (jobId, _) = await client.SubmitAsync(body, cancellationToken);
        await client.CompleteAsync(jobId, Pause, cancellationToken);
        return (new LedgerFile(product.Database).ReadLastMeasured(jobId) - started).TotalSeconds;
    }

    /// <summary>Returns the seconds until the job has ended.</summary>
    private static async Task<double> CancelAsync(BackgroundJob job, JobClient client, CancellationToken cancellationToken)
    {
        await job.CheckOngoingAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await client.CancelAsync(job.JobId, cancellationToken);
        await client.EndAsync(job.JobId, Pause, cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
