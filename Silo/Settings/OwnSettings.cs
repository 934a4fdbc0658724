using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace RetailPulse.Silo.Settings;

/// <summary>Adds the operator's own settings to those of the program: its file after <c>appsettings.json</c>, and then the environment and the command line.</summary>
public static class OwnSettings
{
    private const string Setting = $"{SettingsFileOptions.Section}:{nameof(SettingsFileOptions.SettingsFile)}";

    /// <summary>The file that is read without a setting; empty for a user without a configuration folder.</summary>
    public static string DefaultFile => Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData) is { Length: > 0 } folder ? Path.Combine(folder, "retailpulse", "appsettings.json") : "";

    /// <param name="hostPrefix">
    /// Prefix of variables that belong to the host, such as <c>ASPNETCORE_</c>. The framework reads them before <c>appsettings.json</c>, which would count over them.
    /// </param>
    /// <exception cref="OptionsValidationException">The file that is named does not exist.</exception>
    public static void Add(ConfigurationManager configuration, string? hostPrefix = null)
    {
        var sources = ((IConfigurationBuilder)configuration).Sources;
        var named = configuration[Setting];
        var file = string.IsNullOrEmpty(named) ? DefaultFile : Path.GetFullPath(named);
        if (!string.IsNullOrEmpty(named) && !File.Exists(file))
            throw new OptionsValidationException(SettingsFileOptions.Section, typeof(SettingsFileOptions), [$"{Setting} is '{named}', and {file} does not exist."]);

        var after = sources.Select((source, at) => (source, at)).LastOrDefault(entry => entry.source is JsonConfigurationSource, (null!, -1)).at + 1;
        if (hostPrefix is not null) sources.Insert(after, new EnvironmentVariablesConfigurationSource { Prefix = hostPrefix });

        // A folder that is not there would be waited for with a watch on everything around it.
        if (!File.Exists(file)) return;
        var own = new JsonConfigurationSource { Path = file, ReloadOnChange = true };
        own.ResolveFileProvider();
        sources.Insert(after, own);
    }
}
