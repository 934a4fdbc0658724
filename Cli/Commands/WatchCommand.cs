using System.CommandLine;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse watch</c>.</summary>
internal static class WatchCommand
{
    public static Command Create(CommandHost host)
    {
        var ids = JobIds.Several();
        var command = new ExampleCommand(
            "watch",
            "Show the progress of jobs until they end, and print each failed image.",
            "retailpulse watch 17",
            "retailpulse watch 17 18 -o ndjson > failures.ndjson"
        )
        {
            ids,
        };
        host.Bind(
            command,
            (session, parse, cancellationToken) =>
                new Follower(session).WatchAsync([.. parse.GetValue(ids)!.Distinct()], printsFailures: true, cancellationToken)
        );
        return command;
    }
}
