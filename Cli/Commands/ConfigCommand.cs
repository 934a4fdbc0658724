using System.CommandLine;
using RetailPulse.Cli.Connections;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Profiles;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse config</c>.</summary>
internal static class ConfigCommand
{
    private static readonly IReadOnlyList<Column<Row>> Columns =
    [
        new("current", row => Cell.Text(row.IsCurrent ? "*" : "")),
        new("profile", row => Cell.Text(row.Name)),
        new("key", row => Cell.Text(row.Profile.ApiKey is null ? "none" : "stored")),
        new("url", row => Cell.Text(row.Profile.Url)),
    ];

    public static Command Create(CommandHost host) =>
        new ExampleCommand("config", "List and change profiles.", "retailpulse config list", "retailpulse config use acme")
        {
            ListCommand(host),
            SetCommand(host),
            UseCommand(host),
        };

    private static ExampleCommand ListCommand(CommandHost host)
    {
        var command = new ExampleCommand("list", "List the profiles. Keys are not printed.", "retailpulse config list");
        host.Bind(
            command,
            async (session, _, _) =>
            {
                var file = ProfileFile.Find(session.Surroundings);
                var profiles = file.Read();
                await session.Out.ListAsync(
                    profiles.Profiles.Select(entry => new Row(entry.Key, entry.Value, entry.Key == profiles.Current)).ToAsyncEnumerable(),
                    Columns,
                    row => row.Name,
                    source: ListSource.Program
                );
                session.Note(profiles.Profiles.Count == 0 ? "There is no profile. To create one: retailpulse login" : $"File: {file.Path}");
            }
        );
        return command;
    }

    private static ExampleCommand SetCommand(CommandHost host)
    {
        var url = new Argument<string>("URL") { Description = "Address of the service" };
        var command = new ExampleCommand(
            "set",
            "Set the address of a profile, and create the profile if it does not exist. A key for another address is removed.",
            "retailpulse config set http://localhost:8080",
            "retailpulse config set https://pulse.example --profile acme"
        )
        {
            url,
        };
        host.Bind(
            command,
            (session, parse, _) =>
            {
                var file = ProfileFile.Find(session.Surroundings);
                var profiles = file.Read();
                var name = LoginCommand.NameOf(session, profiles, parse.GetValue(host.Globals.Profile));
                var address = Target.Parse(parse.GetValue(url)!, "argument");
                var previous = profiles.Find(name);
                var key = previous?.Url is { } before && Target.Parse(before, name) == address ? previous.ApiKey : null;
                file.Write(profiles.With(name, new Profile { Url = address.ToString(), ApiKey = key }));
                session.Note($"The profile {name} uses {address}.");
                return Task.CompletedTask;
            }
        );
        return command;
    }

    private static ExampleCommand UseCommand(CommandHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the profile" };
        var command = new ExampleCommand("use", "Use a profile by default.", "retailpulse config use acme") { name };
        host.Bind(
            command,
            (session, parse, _) =>
            {
                var file = ProfileFile.Find(session.Surroundings);
                var profiles = file.Read();
                var next = parse.GetValue(name)!;
                if (profiles.Find(next) is null)
                    throw CommandException.Usage(
                        $"The profile '{next}' does not exist.",
                        $"To create it: retailpulse login --profile {next}"
                    );
                file.Write(profiles with { Current = next });
                session.Note($"Using the profile {next}.");
                return Task.CompletedTask;
            }
        );
        return command;
    }

    private sealed record Row(string Name, Profile Profile, bool IsCurrent);
}
