using RetailPulse.Silo.Settings;

namespace RetailPulse.Silo;

/// <summary>The command line of a silo.</summary>
/// <param name="Help">Print how to use the program, and exit.</param>
/// <param name="Settings">Everything else.</param>
internal sealed record SiloCommandLine(bool Help, string[] Settings)
{
    public const string Usage =
        """
        A silo of RetailPulse, which does the work of a cluster; front ends take jobs.

          -h, --help      this text
          --KEY=VALUE     any setting of the README's table, such as --RetailPulse:Images:Slots=256;
                          the environment has RetailPulse__Images__Slots=256, and what is secret
        """;

    private static readonly string[] Switches = ["--help", "-h"];

    public static SiloCommandLine Parse(string[] args) => new(args.Any(Switches.Contains), [.. args.Where(argument => !Switches.Contains(argument))]);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An argument is neither a switch nor a setting.</exception>
    public void RefuseUnknown() => ArgumentCheck.Refuse(Settings, Switches);
}
