using Microsoft.Extensions.Options;
using RetailPulse.Silo.Hosting;
using RetailPulse.Silo.Settings;

namespace RetailPulse.WebFrontend;

/// <summary>The parsed command line. Its switches are not settings and are removed from what the configuration reads.</summary>
/// <param name="Demo">Whether to run the sample job.</param>
/// <param name="Once">Whether to exit when the sample job has ended.</param>
/// <param name="Help">Whether to print the usage and exit.</param>
/// <param name="HealthCheck">Whether to check the front end on this machine and exit: 0 if it is healthy, otherwise 1.</param>
/// <param name="Check">Whether to check the database and exit: 0 if it is whole, 1 if not, 2 if it could not be checked.</param>
/// <param name="NewKey">Whether to create an API key and exit: 0 if one was created, otherwise 1. The settings describe the key.</param>
/// <param name="Settings">All other arguments.</param>
internal sealed record CommandLine(bool Demo, bool Once, bool Help, bool HealthCheck, bool Check, bool NewKey, string[] Settings)
{
    public const string Usage = """
        RetailPulse measures the photographs of store visits.

          --demo          run the sample job, then serve until Ctrl+C
          --demo --once   run the sample job, then exit: 0 if it completed, 1 if not;
                          if API keys are configured, set RETAILPULSE_API_KEY to one
          --healthcheck   check the front end at the configured address: 0 if healthy, 1 if not
          --check         check the whole database, without changing it, and also while the service runs:
                          0 if it is whole, 1 if not, 2 if it could not be checked
          --new-key       create an API key, and print it with the settings to add; takes
                          --tenant TENANT --role read|submit|manage|admin --name NAME-OF-ITS-HOLDER
          -h, --help      show this help
          --urls URL      address to listen on; default http://localhost:8080; in the environment: ASPNETCORE_URLS
          --KEY=VALUE     any setting of docs/configuration.md, such as --RetailPulse:Images:Slots=256;
                          in the environment: RetailPulse__Images__Slots=256; put secrets there
        """;

    private static readonly string[] Switches = ["--demo", "--once", "--help", "-h", "--healthcheck", DatabaseCheck.Switch, "--new-key"];

    /// <summary>Names of the arguments of <c>--new-key</c>.</summary>
    private static readonly string[] NewKeyArguments = ["tenant", "role", "name"];

    public static CommandLine Parse(string[] args) =>
        new(
            args.Contains("--demo"),
            args.Contains("--once"),
            args.Contains("--help") || args.Contains("-h"),
            args.Contains("--healthcheck"),
            args.Contains(DatabaseCheck.Switch),
            args.Contains("--new-key"),
            [.. args.Where(argument => !Switches.Contains(argument))]
        );

    /// <exception cref="OptionsValidationException">
    /// An argument is neither a switch nor a setting, or requires another one that is missing.
    /// </exception>
    public void RefuseUnknown()
    {
        ArgumentCheck.Refuse(Settings, Switches, NewKey ? NewKeyArguments : []);
        if (Once && !Demo)
            throw new OptionsValidationException("command line", typeof(CommandLine), ["--once goes with --demo; write --demo --once."]);
    }
}
