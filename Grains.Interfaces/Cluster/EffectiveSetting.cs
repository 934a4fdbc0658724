namespace RetailPulse.Cluster;

/// <summary>A setting as a process uses it.</summary>
/// <param name="Name">Full name, such as <c>RetailPulse:Images:Slots</c>.</param>
/// <param name="Value">Value as it is written in a settings file; <see langword="null"/> if there is none, or if it is a secret.</param>
/// <param name="File">Name of the file that the value comes from; <see langword="null"/> for other sources.</param>
/// <param name="Secret">Whether the value is a secret.</param>
[GenerateSerializer, Immutable, Alias("effective-setting")]
public sealed record EffectiveSetting(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Value,
    [property: Id(2)] SettingSource Source,
    [property: Id(3)] string? File = null,
    [property: Id(4)] bool Secret = false
);

/// <summary>Where the value of a setting comes from.</summary>
[GenerateSerializer, Alias("setting-source")]
public enum SettingSource
{
    Default = 0,
    File = 1,
    Environment = 2,
    CommandLine = 3,

    /// <summary>The program itself set the value.</summary>
    Program = 4,
}

/// <summary>The codes of sources of settings.</summary>
public static class SettingSourceCodes
{
    /// <summary>Returns the stable code of the source.</summary>
    public static string Code(this SettingSource source) =>
        source switch
        {
            SettingSource.Default => "default",
            SettingSource.File => "file",
            SettingSource.Environment => "environment",
            SettingSource.CommandLine => "command_line",
            SettingSource.Program => "program",
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Not a source of settings."),
        };
}
