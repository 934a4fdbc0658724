using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Images per second and silo, of one silo and of several.</summary>
internal static class ScaleCommand
{
    private const int ImagesPerVisit = 10;

    private static readonly Option<int[]> Silos = Settings.Numbers(
        "--silos",
        [1, 2, 4, 8],
        1,
        "silo processes behind a client front end; several numbers, of which the first is what the others are compared with"
    );

    private static readonly Option<int> Images = Settings.Number(
        "--images",
        4000,
        ImagesPerVisit,
        "images of the job for each silo, ten a visit"
    );
    private static readonly Option<int> WarmUp = Settings.Number(
        "--warm-up",
        200,
        0,
        "images for each silo done before, by the same processes, that do not count"
    );
    private static readonly Option<int> Slots = Settings.Number("--slots", 64, 1, "images in flight on each silo");
    private static readonly Option<int> Size = Settings.Number("--size", 20_000, SampleJpeg.Least, "bytes of each image");

    public static Command Create() =>
        new Command(
            "scale",
            "One job on more and more silos, each with few enough slots that sleep, and not this machine, is what bounds it. Promised: 0.95 of one silo's images/s for each of 4."
        )
            .With(Silos, Images, Size, Settings.Sleep, Slots, WarmUp, Settings.Deadline, Settings.Set, Settings.Database, Settings.Product)
            .Measures(MeasureAsync);

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var sleep = line.GetValue(Settings.Sleep);
        var (size, slots, images) = (line.GetValue(Size), line.GetValue(Slots), line.GetValue(Images));
        var product = line.ReadProduct(sleep, slots);
        var setup = new JobSetup(images / ImagesPerVisit, ImagesPerVisit, size, sleep, slots, line.GetValue(WarmUp), product);
        await using var origin = await OriginProcess.StartAsync(size, cancellationToken);
        var scale = new ScaleContender(setup, origin);
        var rows = new List<Row>();
        foreach (var silos in line.GetRequiredValue(Silos))
        {
            rows.Add(
                await RunGuard.WithinAsync(
                    line.GetValue(Settings.Deadline),
                    token => scale.RunAsync(silos, rows.FirstOrDefault(), token),
                    cancellationToken
                )
            );
            Progress.Say($"{rows[^1].Name}: {rows[^1].Values[0]:F0} images/s");
        }

        return new Table(
            "scale",
            $"{images} images of {size} bytes for each silo, sleep {sleep}, {slots} slots on each, on {product.Database}",
            ScaleContender.Columns,
            rows
        );
    }
}
