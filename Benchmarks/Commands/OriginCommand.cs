using System.CommandLine;
using System.Net;
using RetailPulse.Benchmarks.Origin;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>The origin's own process. It ends with its standard input, and so with the process that started it.</summary>
internal static class OriginCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "port to listen on; 0: any free one" };

    private static readonly Option<string[]> Address = new("--address")
    {
        Description = "address to listen on; may be repeated",
        DefaultValueFactory = _ => [IPAddress.Loopback.ToString()],
    };

    public static Command Create()
    {
        var command = new Command("origin", "Serves images under every path.") { Hidden = true }.With(
            Port,
            Address,
            Settings.Size,
            Settings.Spread
        );
        command.SetAction(
            (line, cancellationToken) =>
                ServeAsync(
                    line.ReadSizes().Create(),
                    [.. line.GetRequiredValue(Address).Select(IPAddress.Parse)],
                    line.GetValue(Port),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task ServeAsync(byte[][] images, IPAddress[] addresses, int wanted, CancellationToken cancellationToken)
    {
        var port = wanted == 0 ? OriginServer.FindPort(addresses[0]) : wanted;
        await using var server = OriginServer.Create(images, addresses, port);
        await server.StartAsync(cancellationToken);
        Console.WriteLine($"{OriginProcess.Mark}{port}");
        await Console.In.ReadLineAsync(cancellationToken);
    }
}
