using System.CommandLine;
using System.Net;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>One job over ten hosts of which one is dead, compared with the same job without the images of that host.</summary>
internal static class DeadHostCommand
{
    private const string DeadAddress = "127.0.0.11";

    /// <summary>Linux answers to all of 127.0.0.0/8; these are ten hosts to anyone who counts by address.</summary>
    private static readonly string[] HealthyAddresses = [.. Enumerable.Range(2, 9).Select(host => $"127.0.0.{host}")];

    private static readonly Option<DeadKind> Dead = new("--dead")
    {
        Description = "refuse: the dead host refuses every connection; silent: it accepts them and never answers",
        DefaultValueFactory = _ => DeadKind.Refuse,
    };

    private enum DeadKind
    {
        Refuse,
        Silent,
    }

    public static Command Create() =>
        new Command(
            "dead-host",
            "One job over ten hosts, one of them dead, compared with the same job over the nine healthy ones. Promised: 0.90 of its images/s."
        )
            .With(
                Dead,
                Settings.Visits,
                Settings.Images,
                Settings.Size,
                Settings.Spread,
                Settings.Sleep,
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
        var setup = line.ReadJob();
        var dead = line.GetValue(Dead);
        await using var origin = await OriginProcess.StartAsync(setup.Sizes, cancellationToken, HealthyAddresses);
        await using var silent = dead == DeadKind.Silent ? new SilentHost(IPAddress.Parse(DeadAddress), origin.Port) : null;
        var duel = PrepareDuel(setup, origin.Port, line);
        return new Table(
            "dead-host",
            $"{setup}, ten hosts, one dead ({dead})",
            HealthyContender.Columns,
            await duel.RunAsync(cancellationToken)
        );
    }

    private static PairedRun PrepareDuel(JobSetup setup, int port, ParseResult line)
    {
        string[] hosts = [.. HealthyAddresses.Append(DeadAddress).Select(address => $"{address}:{port}")];
        var ten = Visits.Spread(hosts, setup.Visits, setup.Images);
        var nine = Visits.Without(ten, hosts[^1]);
        var healthy = Visits.CountImages(nine);
        var network = $"127.0.0.0/28:{port}";
        return new PairedRun(
            token => HealthyContender.RunAsync("nine hosts", setup.Product, network, nine, healthy, token),
            token => HealthyContender.RunAsync("ten, one dead", setup.Product, network, ten, healthy, token),
            line.GetValue(Settings.Repeat),
            line.GetValue(Settings.Deadline)
        );
    }
}
