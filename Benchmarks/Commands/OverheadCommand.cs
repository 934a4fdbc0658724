using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Jobs of one image, one after the other: what they take beyond their own download and sleep.</summary>
internal static class OverheadCommand
{
    private static readonly Option<int> Count = new("--count") { Description = "jobs", DefaultValueFactory = _ => 50 };

    public static Command Create() =>
        new Command(
            "overhead",
            "Jobs of one image on an idle product: milliseconds beyond their own download and sleep. Promised: at most 10 at the median."
        )
            .With(
                Count,
                Settings.Size,
                Settings.Slots,
                Settings.Silos,
                Settings.Database,
                Settings.Deadline,
                Settings.Set,
                Settings.Product
            )
            .Measures(
                (line, cancellationToken) =>
                    RunGuard.WithinAsync(line.GetValue(Settings.Deadline), token => MeasureAsync(line, token), cancellationToken)
            );

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var (count, setup) = (line.GetValue(Count), line.ReadProduct(OverheadContender.Sleep));
        await using var origin = await OriginProcess.StartAsync(line.GetValue(Settings.Size), cancellationToken);
        await using var product = await Product.StartAsync(setup, origin.Network, cancellationToken);
        return new Table(
            "overhead",
            $"{count} jobs of one image of {line.GetValue(Settings.Size)} bytes, sleep {OverheadContender.Sleep}, {setup}",
            OverheadContender.Columns,
            await OverheadContender.RunAsync(product, origin.Host, count, cancellationToken)
        );
    }
}
