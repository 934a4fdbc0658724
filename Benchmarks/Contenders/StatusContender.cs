using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>Reads of a job's status on many connections.</summary>
/// <param name="Running">The job that is read is not finished.</param>
/// <param name="Alongside">
/// Number of images of a job that runs at the same time, and whose status is read if a running job is wanted; 0 for none.
/// </param>
/// <param name="Keys">API keys that the product knows; 0: it is open.</param>
internal sealed record StatusContender(int Connections, TimeSpan Duration, bool Running, int Alongside, int Keys)
{
    private const int ImagesPerVisit = 10;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>What the product's images must sleep: a job that is read alone while it runs has one image, and must last.</summary>
    public SleepRange Sleep => Alongside > 0 ? SleepRange.Spec : SleepRange.Exactly(TimeSpan.FromSeconds(Running ? 60 : 0));

    /// <summary>Anything that answers a GET.</summary>
    public Task<Row> RunAsync(string name, Uri url, CancellationToken cancellationToken) =>
        RunAsync(name, new ReadLoop(url), cancellationToken);

    public async Task<Row> RunProductAsync(ProductSetup setup, string host, string network, CancellationToken cancellationToken)
    {
        var keys = new ApiKeys(Keys);
        await using var product = await Product.StartAsync(
            setup with
            {
                Settings = [.. setup.Settings, .. keys.Settings],
            },
            network,
            cancellationToken
        );
        product.Http.DefaultRequestHeaders.Authorization = keys.Held;
        var client = new JobClient(product.Http);
        var (small, _) = await client.SubmitAsync(Visits.ToBody(Visits.Spread([host], 1, 1)), cancellationToken);
        if (Sleep.Max < WarmUp)
            await client.CompleteAsync(small, Pause, cancellationToken);
        var large =
            Alongside == 0
                ? null
                : await BackgroundJob.StartAsync(
                    product,
                    Visits.Spread([host], Math.Max(1, Alongside / ImagesPerVisit), ImagesPerVisit),
                    cancellationToken
                );
        var read = Running && large is not null ? large.JobId : small;
        var row = await RunAsync(
            "product",
            new ReadLoop(new Uri(product.Http.BaseAddress!, JobClient.StatusPath(read)), keys.Held),
            cancellationToken
        );
        if (large is not null)
            await large.CheckOngoingAsync(cancellationToken);
        if (await client.IsOngoingAsync(read, cancellationToken) != Running)
            throw new BenchmarkException("The job whose status was read ended meanwhile; read for fewer seconds.");
        return row;
    }

    public override string ToString() =>
        $"{Connections} connections for {Duration.TotalSeconds} s, of a {(Running ? "running" : "finished")} job"
        + (Alongside > 0 ? $", while {Alongside} images are worked on" : "")
        + (Keys > 0 ? $", with one of {Keys} API keys" : "");

    private Task<Row> RunAsync(string name, ReadLoop reads, CancellationToken cancellationToken) =>
        reads.RunAsync(name, Connections, WarmUp, Duration, cancellationToken);
}
