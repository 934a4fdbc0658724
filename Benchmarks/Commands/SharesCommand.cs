using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Jobs of different sizes at once: who got how much.</summary>
internal static class SharesCommand
{
    private static readonly Option<int> Jobs = Settings.Number("--jobs", 50, 1, "jobs, each larger than the one before by the same factor");
    private static readonly Option<int> Smallest = Settings.Number("--smallest", 10, 1, "images of the smallest job");
    private static readonly Option<int> Largest = Settings.Number("--largest", 5000, 1, "images of the largest job");
    private static readonly Option<int> Size = Settings.Number("--size", 20_000, SampleJpeg.Least, "bytes of each image");

    public static Command Create() =>
        new Command(
            "shares",
            "Jobs of different sizes submitted together: the time of each divided by what it would take if the pace of all were shared equally "
                + "among the jobs present at every moment, or by the longest sleep if that is more."
        )
            .With(
                Jobs,
                Smallest,
                Largest,
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
        var sleep = line.GetValue(Settings.Sleep);
        var setup = line.ReadProduct(sleep);
        var sizes = SharesContender.Sizes(line.GetValue(Jobs), line.GetValue(Smallest), line.GetValue(Largest));
        var row = await SharesContender.RunAsync(setup, origin.Host, origin.Network, sizes, sleep.Max.TotalSeconds, cancellationToken);
        var circumstances =
            $"{sizes.Length} jobs of {sizes.Min()} to {sizes.Max()} images of {line.GetValue(Size)} bytes, sleep {sleep}, "
            + $"{line.GetValue(Settings.Slots)} slots, {setup}";
        return new Table("shares", circumstances, SharesContender.Columns, [row]);
    }
}
