using RetailPulse.Silo.Settings;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Silo.Hosting;

/// <summary>The command line of a silo.</summary>
/// <param name="Help">Whether to print the usage and exit.</param>
/// <param name="Migrate">Whether to update the schema of the database and exit.</param>
/// <param name="Settings">All other arguments.</param>
internal sealed record SiloCommandLine(bool Help, bool Migrate, string[] Settings)
{
    public const string Usage = """
        A silo of RetailPulse. Silos do the work of a cluster; front ends accept jobs.

          -h, --help      show this help
          --new-certificate --ca FOLDER --out FOLDER [--days 365]
                          create a certificate for the processes of a cluster, and exit
          --migrate       update the schema of the database, or wait for a process that does, and exit
          --KEY=VALUE     any setting of docs/configuration.md, such as --RetailPulse:Images:Slots=256;
                          in the environment: RetailPulse__Images__Slots=256; put secrets there
        """;

    private const string MigrateSwitch = "--migrate";

    private static readonly string[] HelpSwitches = ["--help", "-h"];

    public static SiloCommandLine Parse(string[] args) =>
        new(
            args.Any(HelpSwitches.Contains),
            args.Contains(MigrateSwitch),
            [.. args.Where(argument => argument != MigrateSwitch && !HelpSwitches.Contains(argument))]
        );

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An argument is neither a switch nor a setting.</exception>
    public void RefuseUnknown() => ArgumentCheck.Refuse(Settings, [.. HelpSwitches, MigrateSwitch, NewCertificate.Switch]);
}
