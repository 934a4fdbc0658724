using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;
using RetailPulse.Benchmarks.Suite;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>A job of a healthy host, alongside a large job of a host that has a trouble.</summary>
internal static class HostsCommand
{
    private static readonly Option<HostTrouble[]> Trouble = new("--trouble")
    {
        Description = "what is wrong with the other host; may be repeated. By default each in turn",
        DefaultValueFactory = _ => Enum.GetValues<HostTrouble>(),
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Healthy = Settings.Number("--healthy", 10_000, 10, "images of the healthy host's job, ten a visit");
    private static readonly Option<int> Troubled = Settings.Number("--troubled", 20_000, 10, "images of the other host's job, ten a visit");
    private static readonly Option<int> Size = Settings.Number("--size", 13_000, SampleJpeg.Least, "bytes of each image");

    public static Command Create() =>
        new Command(
            "hosts",
            "A job of a healthy host, alone and alongside a large job of a host that has a trouble. Promised: 0.90 of its images/s alone."
        )
            .With(
                Trouble,
                Healthy,
                Troubled,
                Size,
                Settings.Sleep,
                Settings.Slots,
                Settings.Silos,
                Settings.Repeat,
                Settings.Deadline,
                Settings.Set,
                Settings.Database,
                Settings.Product
            )
            .Measures(MeasureAsync);

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var setup = line.ReadProduct(line.GetValue(Settings.Sleep));
        var trial = new HostTrial(
            setup,
            line.GetValue(Size),
            line.GetValue(Healthy),
            line.GetValue(Troubled),
            line.GetValue(Settings.Repeat),
            line.GetValue(Settings.Deadline)
        );
        var rows = new List<Row>();
        foreach (var trouble in line.GetRequiredValue(Trouble))
            rows.AddRange(await trial.RunAsync(trouble, cancellationToken));
        var circumstances =
            $"{line.GetValue(Healthy)} images of {line.GetValue(Size)} bytes, sleep {line.GetValue(Settings.Sleep)}, "
            + $"{line.GetValue(Settings.Slots)} slots, alongside {line.GetValue(Troubled)} images of a host with a trouble, {setup}";
        return new Table("hosts", circumstances, AlongsideContender.Columns, rows);
    }
}
