using System.CommandLine;
using System.Globalization;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>
/// The process of the bare loop. It waits for the start signal, prints its duration, and stays alive so that its cost can be read.
/// </summary>
internal static class BareCommand
{
    private static readonly Option<string> Host = new("--host") { Description = "address and port of the origin", Required = true };

    public static Command Create()
    {
        var command = new Command("bare", "Downloads every image and sleeps.") { Hidden = true }.With(
            Host,
            Settings.Visits,
            Settings.Images,
            Settings.Sleep,
            Settings.Slots,
            Settings.WarmUp
        );
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        string[] urls =
        [
            .. Visits
                .Spread([line.GetRequiredValue(Host)], line.GetValue(Settings.Visits), line.GetValue(Settings.Images))
                .SelectMany(visit => visit),
        ];
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        var loop = new BareLoop(http, line.GetValue(Settings.Sleep), line.GetValue(Settings.Slots));
        await loop.RunAsync([.. urls.Take(line.GetValue(Settings.WarmUp))], cancellationToken);

        Console.WriteLine(BareContender.ReadyMark);
        await Console.In.ReadLineAsync(cancellationToken);
        var took = await loop.RunAsync(urls, cancellationToken);
        Console.WriteLine(BareContender.DoneMark + took.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadLineAsync(cancellationToken);
    }
}
