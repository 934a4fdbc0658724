using System.CommandLine;
using System.Net;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Jobs whose host is well, beside one whose host is slow.</summary>
internal static class SlowHostCommand
{
    private const string SlowAddress = "127.0.0.2";

    private static readonly Option<int> Jobs = Settings.Number("--jobs", 4, 1, "healthy jobs, all at once");
    private static readonly Option<int> Healthy = Settings.Number("--healthy", 4000, 10, "images of each healthy job, ten a visit");
    private static readonly Option<int> Slow = Settings.Number("--slow", 20_000, 10, "images of the slow host's job, ten a visit");
    private static readonly Option<double> Delay = new("--delay") { Description = "seconds that the slow host takes for each image", DefaultValueFactory = _ => 2 };
    private static readonly Option<int> Size = Settings.Number("--size", 20_000, SampleJpeg.Least, "bytes of each image");

    public static Command Create() => new Command(
            "slow-host",
            "Jobs over a healthy host, beside one whose host is slow and without it. "
            + "With slots shared equally from the start, n jobs that need every slot would take (n + 1)/n times as long beside it.")
        .With(
            Jobs, Healthy, Slow, Delay, Size, Settings.Sleep, Settings.Slots, Settings.Silos, Settings.Repeat, Settings.Deadline, Settings.Set, Settings.Database, Settings.Product)
        .Measures(MeasureAsync);

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var size = line.GetValue(Size);
        var setup = line.ReadProduct(line.GetValue(Settings.Sleep));
        await using var origin = await OriginProcess.StartAsync(size, cancellationToken);
        var delay = TimeSpan.FromSeconds(line.GetValue(Delay));
        await using var host = await SlowHost.StartAsync(IPAddress.Parse(SlowAddress), origin.Port, SampleJpeg.Create(size), delay, cancellationToken);
        var healthy = Visits.Spread([origin.Host], line.GetValue(Healthy) / 10, 10);
        var slow = Visits.Spread([$"{SlowAddress}:{origin.Port}"], line.GetValue(Slow) / 10, 10);
        var (network, jobs) = ($"127.0.0.0/28:{origin.Port}", line.GetValue(Jobs));
        var duel = new Duel(
            token => SlowHostContender.RunAsync("without it", setup, network, healthy, jobs, null, token),
            token => SlowHostContender.RunAsync("beside a slow host", setup, network, healthy, jobs, slow, token),
            line.GetValue(Settings.Repeat),
            line.GetValue(Settings.Deadline));
        var circumstances = $"{jobs} jobs of {Visits.CountImages(healthy)} images of {size} bytes, sleep {line.GetValue(Settings.Sleep)}, "
            + $"{line.GetValue(Settings.Slots)} slots, beside {Visits.CountImages(slow)} images that take {delay.TotalSeconds} s each, {setup}";
        return new Table("slow-host", circumstances, SlowHostContender.Columns, await duel.RunAsync(cancellationToken));
    }
}
