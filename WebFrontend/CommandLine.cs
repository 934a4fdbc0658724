using Microsoft.Extensions.Options;
using RetailPulse.Silo.Settings;

namespace RetailPulse.Web;

/// <summary>The switches of the command line. They are no settings, so they are taken off what the configuration reads.</summary>
/// <param name="Demo">Run the sample job.</param>
/// <param name="Once">Exit when the sample job has ended.</param>
/// <param name="Help">Print how to use the program, and exit.</param>
/// <param name="HealthCheck">Ask the front end that runs on this machine how it is, and exit: 0 if well, 1 if not.</param>
/// <param name="NewKey">Make an API key, and exit: 0 if one was made, 1 if not. What it is for is among the settings.</param>
/// <param name="Settings">Everything else.</param>
internal sealed record CommandLine(bool Demo, bool Once, bool Help, bool HealthCheck, bool NewKey, string[] Settings)
{
    public const string Usage =
        """
        RetailPulse measures the photographs of store visits.

          --demo          run the sample job, then serve until Ctrl+C
          --demo --once   run the sample job, then exit: 0 if it completed, 1 if not;
                          where API keys are configured, RETAILPULSE_API_KEY has one
          --healthcheck   ask the front end at the configured address how it is: 0 if well, 1 if not
          --new-key       make an API key and print it with the lines that configure it; takes
                          --tenant TENANT --role read|submit|manage|admin --name NAME-OF-ITS-HOLDER
          -h, --help      this text
          --urls URL      where to listen; default http://localhost:8080; the environment has ASPNETCORE_URLS
          --KEY=VALUE     any setting of the README's table, such as --RetailPulse:Images:Slots=256;
                          the environment has RetailPulse__Images__Slots=256, and what is secret
        """;

    private static readonly string[] Switches = ["--demo", "--once", "--help", "-h", "--healthcheck", "--new-key"];

    /// <summary>What <c>--new-key</c> takes.</summary>
    private static readonly string[] OfNewKey = ["tenant", "role", "name"];

    public static CommandLine Parse(string[] args) => new(
        args.Contains("--demo"),
        args.Contains("--once"),
        args.Contains("--help") || args.Contains("-h"),
        args.Contains("--healthcheck"),
        args.Contains("--new-key"),
        [.. args.Where(argument => !Switches.Contains(argument))]);

    /// <exception cref="OptionsValidationException">An argument is neither a switch nor a setting, or has nothing to go with.</exception>
    public void RefuseUnknown()
    {
        ArgumentCheck.Refuse(Settings, Switches, NewKey ? OfNewKey : []);
        if (Once && !Demo) throw new OptionsValidationException("command line", typeof(CommandLine), ["--once goes with --demo; write --demo --once."]);
    }
}
