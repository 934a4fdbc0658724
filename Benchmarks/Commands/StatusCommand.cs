using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Reads of a job's status, compared with a bare Kestrel that returns as little.</summary>
internal static class StatusCommand
{
    private static readonly Option<int> Connections = Settings.Number(
        "--connections",
        64,
        1,
        "connections that read at once; each reads again as soon as it has a response"
    );
    private static readonly Option<int> Seconds = Settings.Number("--seconds", 5, 1, "seconds of reading");
    private static readonly Option<int> Alongside = Settings.Number(
        "--beside",
        0,
        0,
        "images of a large job that runs meanwhile, 0.1 to 0.4 s of sleep each; 0: none"
    );
    private static readonly Option<int> Keys = Settings.Number(
        "--keys",
        0,
        0,
        "API keys that the product knows, of which the reads carry one; 0: it is open"
    );
    private static readonly Option<JobState> Of = new("--of")
    {
        Description = "which job's status is read; running: the large one, if there is one",
        DefaultValueFactory = _ => JobState.Finished,
    };

    private enum JobState
    {
        Finished,
        Running,
    }

    public static Command Create() =>
        new Command("status", "Reads of GET /api/status, compared with a bare Kestrel. Promised: 40,000 a second, p99 at most 10 ms.")
            .With(
                Connections,
                Seconds,
                Of,
                Alongside,
                Keys,
                Settings.Slots,
                Settings.Silos,
                Settings.Database,
                Settings.Repeat,
                Settings.Deadline,
                Settings.Set,
                Settings.Product
            )
            .Measures(MeasureAsync);

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(SampleJpeg.Least, cancellationToken);
        var reads = new StatusContender(
            line.GetValue(Connections),
            TimeSpan.FromSeconds(line.GetValue(Seconds)),
            line.GetValue(Of) == JobState.Running,
            line.GetValue(Alongside),
            line.GetValue(Keys)
        );
        var setup = line.ReadProduct(reads.Sleep);
        var duel = new PairedRun(
            token => reads.RunAsync("bare Kestrel", new Uri($"http://{origin.Host}/image.jpg"), token),
            token => reads.RunProductAsync(setup, origin.Host, origin.Network, token),
            line.GetValue(Settings.Repeat),
            line.GetValue(Settings.Deadline)
        );
        return new Table("status", $"{reads}, {setup}", ReadLoop.Columns, await duel.RunAsync(cancellationToken));
    }
}
