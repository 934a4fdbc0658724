using System.CommandLine;
using RetailPulse.Cli.Connections;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Profiles;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse login</c> and <c>logout</c>.</summary>
internal static class LoginCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ExampleCommand(
            "login",
            "Store the address of a service and a key in a profile. The key is read from the terminal or from standard input.",
            "retailpulse login --server https://pulse.example",
            "retailpulse login --server https://pulse.example --profile acme < key.txt"
        );
        host.Bind(
            command,
            (session, parse, cancellationToken) =>
                LoginAsync(session, parse.GetValue(host.Globals.Server), parse.GetValue(host.Globals.Profile), cancellationToken)
        );
        return command;
    }

    public static Command CreateLogout(CommandHost host)
    {
        var command = new ExampleCommand(
            "logout",
            "Remove the key of a profile.",
            "retailpulse logout",
            "retailpulse logout --profile acme"
        );
        host.Bind(
            command,
            (session, parse, _) =>
            {
                var file = ProfileFile.Find(session.Surroundings);
                var profiles = file.Read();
                var name = NameOf(session, profiles, parse.GetValue(host.Globals.Profile));
                if (profiles.Find(name) is not { } profile)
                    throw CommandException.Usage($"The profile '{name}' does not exist.");
                file.Write(profiles.With(name, profile with { ApiKey = null }));
                session.Note($"Removed the key of the profile {name}.");
                return Task.CompletedTask;
            }
        );
        return command;
    }

    /// <summary>Returns the profile that a command changes.</summary>
    public static string NameOf(Session session, ProfileSet profiles, string? option) =>
        option ?? session.Surroundings.Variable(Target.ProfileVariable) ?? profiles.Current;

    private static async Task LoginAsync(Session session, string? server, string? profile, CancellationToken cancellationToken)
    {
        var file = ProfileFile.Find(session.Surroundings);
        var profiles = file.Read();
        var name = NameOf(session, profiles, profile);
        var address = Target.Parse(
            server ?? session.Surroundings.Variable(Target.UrlVariable) ?? profiles.Find(name)?.Url ?? Target.DefaultUrl,
            "--server"
        );
        var key = await ReadKeyAsync(session, address, cancellationToken);
        using var http = session.Open(address);
        using var client = session.Connect(http, key);
        var me = await client.GetMeAsync(cancellationToken);
        file.Write(
            profiles.With(name, new Profile { Url = address.ToString(), ApiKey = key }) with
            {
                Current = profiles.Profiles.Count == 0 ? name : profiles.Current,
            }
        );
        session.Note(
            me.Key is { } holder
                ? $"Stored the key of {holder} (tenant {me.Tenant}, role {me.Role}) in the profile {name}."
                : $"Stored the profile {name}. The service asks for no key."
        );
        if (name != profiles.Current && profiles.Profiles.Count > 0)
            session.Note($"To use it by default: retailpulse config use {name}");
    }

    private static async Task<string?> ReadKeyAsync(Session session, Uri address, CancellationToken cancellationToken)
    {
        string key;
        if (session.Surroundings.InputIsTerminal)
        {
            session.Surroundings.Error.Write($"Key for {address} (empty if the service asks for none): ");
            key = await Task.Run(session.Surroundings.ReadSecret, CancellationToken.None).WaitAsync(cancellationToken);
            session.Surroundings.Error.WriteLine();
        }
        else
        {
            using var input = new StreamReader(session.Input);
            key = await input.ReadLineAsync(cancellationToken) ?? "";
        }

        return key.Trim() is { Length: > 0 } given ? Target.CheckedKey(given, "standard input") : null;
    }
}
