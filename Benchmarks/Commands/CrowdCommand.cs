using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Many small jobs at once, compared with a bare loop over the same images.</summary>
internal static class CrowdCommand
{
    private static readonly Option<int> Jobs = Settings.Number("--jobs", 100, 1, "jobs");
    private static readonly Option<int> Visits = Settings.Number("--visits", 10, 1, "visits of each job");
    private static readonly Option<int> Images = Settings.Number("--images", 2, 1, "images of each visit");
    private static readonly Option<int> Clients = Settings.Number("--clients", 64, 1, "submissions at once");
    private static readonly Option<int> Size = Settings.Number("--size", 370_000, SampleJpeg.Least, "bytes of each image, or their mean");

    public static Command Create() =>
        new Command(
            "crowd",
            "Many small jobs at once, compared with a bare HttpClient loop over the same images. Promised: 0.85 of its images/s, and 0.25 with "
                + "--jobs 10000 --visits 1 --size 13000 --sleep 0."
        )
            .With(
                Jobs,
                Visits,
                Images,
                Clients,
                Size,
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
        var setup = ReadCrowd(line);
        await using var origin = await OriginProcess.StartAsync(setup.Each.Sizes, cancellationToken);
        var duel = new PairedRun(
            token => BareContender.RunAsync(setup.Together, origin, token),
            token => CrowdContender.RunAsync("product", setup, origin, token),
            line.GetValue(Settings.Repeat),
            line.GetValue(Settings.Deadline)
        );
        return new Table("crowd", setup.ToString(), JobFigures.Columns, await duel.RunAsync(cancellationToken));
    }

    private static CrowdSetup ReadCrowd(ParseResult line) =>
        new(
            line.GetValue(Jobs),
            new JobSetup(
                line.GetValue(Visits),
                line.GetValue(Images),
                new ImageSizes(line.GetValue(Size), line.GetValue(Settings.Spread)),
                line.GetValue(Settings.Sleep),
                line.GetValue(Settings.Slots),
                line.GetValue(Settings.WarmUp),
                line.ReadProduct(line.GetValue(Settings.Sleep))
            ),
            line.GetValue(Clients)
        );
}
