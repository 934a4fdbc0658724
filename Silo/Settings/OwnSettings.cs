using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace RetailPulse.Silo.Settings;

/// <summary>
/// Adds the operator's own settings to the program's: a file after <c>appsettings.json</c>, then the environment and the command line.
/// </summary>
public static class OwnSettings
{
    private const string Setting = $"{SettingsFileOptions.Section}:{nameof(SettingsFileOptions.SettingsFile)}";

    /// <summary>The file that is read by default; empty for a user without a configuration folder.</summary>
    public static string DefaultFile =>
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify)
            is { Length: > 0 } folder
            ? Path.Combine(folder, "retailpulse", "appsettings.json")
            : "";

    /// <param name="hostPrefix">
    /// Prefix of the host's own variables, such as <c>ASPNETCORE_</c>. The framework reads them before <c>appsettings.json</c>, which would
    /// otherwise take precedence.
    /// </param>
    /// <exception cref="OptionsValidationException">The configured file does not exist.</exception>
    public static void Add(ConfigurationManager configuration, string? hostPrefix = null)
    {
        var sources = ((IConfigurationBuilder)configuration).Sources;
        var named = configuration[Setting];
        var file = string.IsNullOrEmpty(named) ? DefaultFile : Path.GetFullPath(named);
        if (!string.IsNullOrEmpty(named) && !File.Exists(file))
            throw new OptionsValidationException(
                SettingsFileOptions.Section,
                typeof(SettingsFileOptions),
                [$"{Setting} is '{named}', and {file} does not exist."]
            );

        var after =
            sources.Select((source, at) => (source, at)).LastOrDefault(entry => entry.source is JsonConfigurationSource, (null!, -1)).at
            + 1;
        if (hostPrefix is not null)
            sources.Insert(after, new EnvironmentVariablesConfigurationSource { Prefix = hostPrefix });

        // Without a folder, the framework would wait for it by watching everything around it.
        if (!File.Exists(file))
            return;
        var own = new JsonConfigurationSource { Path = file, ReloadOnChange = true };
        own.ResolveFileProvider();
        sources.Insert(after, own);
    }
}
