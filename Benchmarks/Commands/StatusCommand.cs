using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Reads of a job's status, beside a bare Kestrel that answers as little.</summary>
internal static class StatusCommand
{
    private static readonly Option<int> Connections = new("--connections") { Description = "connections that read at once", DefaultValueFactory = _ => 64 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "seconds of reading", DefaultValueFactory = _ => 5 };

    public static Command Create() => new Command("status", "Reads of GET /api/status, beside a bare Kestrel. Promised: 40,000 a second, p99 at most 10 ms.")
        .With(Connections, Seconds, Settings.Slots, Settings.Silos, Settings.Database, Settings.Repeat, Settings.Deadline, Settings.Set, Settings.Product)
        .Measures(MeasureAsync);

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(SampleJpeg.Least, cancellationToken);
        var duel = new Duel(
            token => ReadAsync("bare Kestrel", new Uri($"http://{origin.Host}/image.jpg"), line, token),
            token => ReadProductAsync(origin, line, token),
            line.GetValue(Settings.Repeat),
            line.GetValue(Settings.Deadline));
        var circumstances = $"{line.GetValue(Connections)} connections for {line.GetValue(Seconds)} s";
        return new Table("status", circumstances, ReadLoop.Columns, await duel.RunAsync(cancellationToken));
    }

    private static async Task<Row> ReadProductAsync(OriginProcess origin, ParseResult line, CancellationToken cancellationToken)
    {
        await using var product = await Product.StartAsync(line.ReadProduct(SleepRange.Exactly(TimeSpan.Zero)), origin.Network, cancellationToken);
        var client = new JobClient(product.Http);
        var (jobId, _) = await client.SubmitAsync(Visits.ToBody(Visits.Spread([origin.Host], 1, 1)), cancellationToken);
        await client.CompleteAsync(jobId, TimeSpan.FromMilliseconds(20), cancellationToken);
        return await ReadAsync("product", new Uri(product.Http.BaseAddress!, JobClient.StatusPath(jobId)), line, cancellationToken);
    }

    /// <summary>Reads twice, and tells of the second time: the first is for the server to warm up.</summary>
    private static async Task<Row> ReadAsync(string name, Uri url, ParseResult line, CancellationToken cancellationToken)
    {
        var loop = new ReadLoop(url);
        await loop.RunAsync(name, line.GetValue(Connections), TimeSpan.FromSeconds(2), cancellationToken);
        return await loop.RunAsync(name, line.GetValue(Connections), TimeSpan.FromSeconds(line.GetValue(Seconds)), cancellationToken);
    }
}
