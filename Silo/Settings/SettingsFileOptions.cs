namespace RetailPulse.Silo.Settings;

/// <summary><c>RetailPulse</c>: the operator's own file of settings.</summary>
public sealed class SettingsFileOptions
{
    public const string Section = "RetailPulse";

    /// <summary>
    /// JSON file whose settings count over those of the <c>appsettings.json</c> beside the program, which each build replaces. Default:
    /// <c>retailpulse/appsettings.json</c> in the user's configuration folder, if it is there.
    /// </summary>
    public string? SettingsFile { get; set; }
}
