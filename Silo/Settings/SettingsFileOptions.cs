namespace RetailPulse.Silo.Settings;

/// <summary>The <c>RetailPulse:SettingsFile</c> setting: the operator's own settings file.</summary>
public sealed class SettingsFileOptions
{
    public const string Section = "RetailPulse";

    /// <summary>
    /// JSON file whose settings take precedence over the program's own <c>appsettings.json</c>, which each build replaces. Default:
    /// <c>retailpulse/appsettings.json</c> in the user's configuration folder, if it exists.
    /// </summary>
    public string? SettingsFile { get; set; }
}
