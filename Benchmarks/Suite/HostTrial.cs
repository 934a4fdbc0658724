using System.Net;
using RetailPulse.Benchmarks.Commands;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>A job of a healthy host, alone and alongside a large job whose host has a trouble.</summary>
/// <param name="size">Bytes of each image.</param>
/// <param name="healthy">Images of the healthy host's job.</param>
/// <param name="troubled">Images of the other host's job.</param>
internal sealed class HostTrial(ProductSetup setup, int size, int healthy, int troubled, int repeat, int deadline)
{
    private const int ImagesPerVisit = 10;

    private static readonly IPAddress Address = IPAddress.Parse("127.0.0.2");

    /// <summary>Returns the medians of both, and then the median of the rounds' ratios.</summary>
    public async Task<IReadOnlyList<Row>> RunAsync(HostTrouble trouble, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(size, cancellationToken);
        var endpoint = new IPEndPoint(Address, origin.Port);
        await using var host = await TroubledHost.StartAsync(SampleJpeg.Create(size), trouble, endpoint, cancellationToken);
        var (good, bad) = (Spread(origin.Host, healthy), Spread($"{endpoint}", troubled));
        var network = $"127.0.0.0/28:{origin.Port}";
        var rows = await new Contest(
            [
                token => AlongsideContender.RunAsync($"{trouble}: alone", setup, network, good, null, token),
                token => AlongsideContender.RunAsync($"{trouble}: alongside", setup, network, good, bad, token),
            ],
            repeat,
            deadline
        ).RunAsync(cancellationToken);
        return
        [
            Row.Median(rows[0][0].Name, rows[0]),
            Row.Median(rows[1][0].Name, rows[1]),
            Row.Median($"{trouble}: ratio", [.. rows[1].Zip(rows[0], (alongside, alone) => alongside.Over(alone))]),
        ];
    }

    private static string[][] Spread(string host, int images) =>
        Visits.Spread([host], Math.Max(1, images / ImagesPerVisit), ImagesPerVisit);
}
