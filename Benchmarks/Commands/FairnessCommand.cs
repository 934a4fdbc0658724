using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Jobs of one image, alone and during a large job.</summary>
internal static class FairnessCommand
{
    private static readonly Option<int> Count = Settings.Number("--count", 50, 1, "jobs of one image, alone and then during the large job");
    private static readonly Option<int> Alongside = Settings.Number("--beside", 100_000, 1, "images of the large job, ten a visit");
    private static readonly Option<int> Size = Settings.Number("--size", 20_000, SampleJpeg.Least, "bytes of each image");

    public static Command Create() =>
        new Command("fairness", "Jobs of one image one after the other, alone and during a large job. Promised: p95 of 1.5 times.")
            .With(
                Count,
                Alongside,
                Size,
                Settings.Sleep,
                Settings.Slots,
                Settings.Silos,
                Settings.Deadline,
                Settings.Set,
                Settings.Database,
                Settings.Product
            )
            .Measures(
                (line, cancellationToken) =>
                    RunGuard.WithinAsync(line.GetValue(Settings.Deadline), token => MeasureAsync(line, token), cancellationToken)
            );

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(line.GetValue(Size), cancellationToken);
        var setup = line.ReadProduct(line.GetValue(Settings.Sleep));
        var large = Visits.Spread([origin.Host], Math.Max(1, line.GetValue(Alongside) / 10), 10);
        var rows = await FairnessContender.RunAsync(setup, origin.Host, origin.Network, line.GetValue(Count), large, cancellationToken);
        var circumstances =
            $"{line.GetValue(Count)} jobs of one image, alone and during {Visits.CountImages(large)} images of {line.GetValue(Size)} bytes, "
            + $"sleep {line.GetValue(Settings.Sleep)}, {line.GetValue(Settings.Slots)} slots, {setup}";
        return new Table("fairness", circumstances, FairnessContender.Columns, rows);
    }
}
