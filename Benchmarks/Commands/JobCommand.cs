using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>One large job, compared with a bare loop over the same images.</summary>
internal static class JobCommand
{
    public static Command Create() =>
        new Command(
            "job",
            "One job, compared with a bare HttpClient loop over the same images. Promised: 0.95 of its images/s, 0.90 with --sleep 0."
        )
            .With(
                Settings.Visits,
                Settings.Images,
                Settings.Size,
                Settings.Spread,
                Settings.Sleep,
                Settings.Slots,
                Settings.Silos,
                Settings.Database,
                Settings.WarmUp,
                Settings.Repeat,
                Settings.Deadline,
                Settings.Set,
                Settings.Product
            )
            .Measures(MeasureAsync);

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var setup = line.ReadJob();
        await using var origin = await OriginProcess.StartAsync(setup.Sizes, cancellationToken);
        var duel = new PairedRun(
            token => BareContender.RunAsync(setup, origin, token),
            token => ProductContender.RunAsync("product", setup, origin, token),
            line.GetValue(Settings.Repeat),
            line.GetValue(Settings.Deadline)
        );
        return new Table("job", setup.ToString(), JobFigures.Columns, await duel.RunAsync(cancellationToken));
    }
}
