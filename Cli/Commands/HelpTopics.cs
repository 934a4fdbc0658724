using System.CommandLine;
using RetailPulse.Cli.Exits;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse help</c>.</summary>
internal static class HelpTopics
{
    private const string Environment = """
        RETAILPULSE_URL         address of the service
        RETAILPULSE_API_KEY     API key
        RETAILPULSE_PROFILE     profile to use
        RETAILPULSE_CONFIG_DIR  folder of config.json. Default: $XDG_CONFIG_HOME/retailpulse, or ~/.config/retailpulse
        RETAILPULSE_WEBHOOK_SECRET
                                secret with which 'webhooks listen' verifies signatures. Default: that of the service
        NO_COLOR                if set, no color and no escape sequence is printed
        CLICOLOR_FORCE          if set and not 0, color is printed also to a pipe
        SSL_CERT_FILE           file with certificates of authorities to trust

        An option takes precedence over the environment, the environment over the profile, and the profile over
        http://localhost:8080. The key of a profile is sent only to the address of that profile.
        """;

    private const string Formats = """
        Data is printed on standard output, and everything else on standard error.

        table   aligned columns with relative times. Default on a terminal
        (none)  in a pipe, without --output: tab-separated values without a header, times as ISO 8601.
                Tabs and line breaks within a value are printed as \t and \n
        json    the responses of the API, unchanged; of a list, one page after the other.
                Lists that are not of the API, such as the findings of doctor, are objects with the columns as members
        ndjson  the entries of a list, one per line, unchanged
        csv     comma-separated values with a header, for spreadsheets
        id      ids only, one per line, for xargs
        """;

    private static readonly (string Name, string Description, string Text)[] Topics =
    [
        ("exit-codes", "What the exit codes mean", ExitCode.Table),
        ("environment", "Which variables are read", Environment),
        ("formats", "What --output can print", Formats),
    ];

    public static Command Create(CommandHost host)
    {
        var help = new ExampleCommand("help", "Explain exit codes, environment variables, and formats.", "retailpulse help exit-codes");
        foreach (var (name, description, text) in Topics)
        {
            var topic = new ExampleCommand(name, $"{description}.", $"retailpulse help {name}");
            host.Bind(
                topic,
                (session, _, _) =>
                {
                    session.Out.Line(text);
                    return Task.CompletedTask;
                }
            );
            help.Add(topic);
        }

        return help;
    }
}
