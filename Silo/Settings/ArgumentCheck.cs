using Microsoft.Extensions.Options;

namespace RetailPulse.Silo.Settings;

/// <summary>
/// Finds errors in a command line. The framework skips arguments that it cannot parse, and accepts settings that nothing reads.
/// </summary>
public static class ArgumentCheck
{
    /// <summary>Sections whose settings are accepted here. <c>SettingsCheck</c> checks the settings of RetailPulse.</summary>
    private static readonly string[] Sections = ["RetailPulse", "ConnectionStrings", "Logging", "Kestrel"];

    /// <summary>Settings that the framework reads when it creates a host.</summary>
    private static readonly string[] OfTheHost =
    [
        "urls",
        "http_ports",
        "https_ports",
        "AllowedHosts",
        "environment",
        "applicationName",
        "contentRoot",
        "webroot",
        "shutdownTimeoutSeconds",
        "detailedErrors",
        "captureStartupErrors",
        "hostingStartupAssemblies",
        "hostingStartupExcludeAssemblies",
        "preventHostingStartup",
        "preferHostingUrls",
        "suppressStatusMessages",
    ];

    /// <summary>Arguments that users of other programs tend to type, with the right ones.</summary>
    private static readonly Dictionary<string, string> Habits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["port"] = "--urls=http://localhost:PORT",
        ["p"] = "--urls=http://localhost:PORT",
        ["host"] = "--urls=http://HOST:8080",
        ["listen"] = "--urls=http://HOST:8080",
        ["address"] = "--urls=http://HOST:8080",
        ["database"] = "ConnectionStrings:RetailPulse",
        ["db"] = "ConnectionStrings:RetailPulse",
    };

    /// <exception cref="OptionsValidationException">
    /// An argument is neither a switch nor a setting. The message names it and suggests the most similar one.
    /// </exception>
    public static void Refuse(IReadOnlyList<string> settings, IReadOnlyList<string> switches, params IReadOnlyList<string> names)
    {
        string[] problems = [.. Problems(settings, switches, names)];
        if (problems.Length > 0)
            throw new OptionsValidationException("command line", typeof(ArgumentCheck), problems);
    }

    /// <param name="settings">The command line without its switches.</param>
    /// <param name="switches">Switches of the program, such as <c>--demo</c>.</param>
    /// <param name="names">Names of values that only this command accepts.</param>
    public static IEnumerable<string> Problems(
        IReadOnlyList<string> settings,
        IReadOnlyList<string> switches,
        params IReadOnlyList<string> names
    )
    {
        for (var at = 0; at < settings.Count; at++)
        {
            var argument = settings[at];
            var name = NameOf(argument);
            if (name is null || !(IsKnown(name, names) || IsEmptySection(argument, name)))
                yield return Unknown(argument, name, switches, names);
            else if (!argument.Contains('=', StringComparison.Ordinal) && ++at == settings.Count)
                yield return $"{argument} has no value; write {argument}=VALUE.";
        }
    }

    /// <summary>
    /// Returns the name in any form that the framework accepts: <c>--name=value</c>, <c>--name value</c>, the same with <c>/</c>, and
    /// <c>name=value</c>.
    /// </summary>
    private static string? NameOf(string argument)
    {
        var name = argument.Split('=')[0];
        if (name.StartsWith("--", StringComparison.Ordinal))
            return name[2..];
        if (name.StartsWith('/'))
            return name[1..];
        return name.StartsWith('-') || name.Length == argument.Length ? null : name;
    }

    private static bool IsKnown(string name, IReadOnlyList<string> names)
    {
        var section = name.Split(':')[0];
        return names.Contains(name, StringComparer.OrdinalIgnoreCase)
            || OfTheHost.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (section.Length < name.Length && Sections.Contains(section, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Returns whether an argument names a section without a value, as when a host passes its configuration on as a command line.
    /// </summary>
    private static bool IsEmptySection(string argument, string name) =>
        argument.EndsWith('=') && Sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    private static string Unknown(string argument, string? name, IReadOnlyList<string> switches, IReadOnlyList<string> names)
    {
        // Omit the value, which may be a secret.
        var shown = argument.Split('=')[0];
        var bare = shown.TrimStart('-', '/');
        if (Habits.TryGetValue(bare, out var meant))
            return $"{shown} is neither a switch nor a setting; did you mean {meant}?";
        IEnumerable<string> candidates =
        [
            .. switches,
            .. names.Concat(OfTheHost).Select(known => $"--{known}"),
            .. new SettingsCheck().Known.Select(known => $"--{known}"),
        ];
        return $"{shown} is neither a switch nor a setting; did you mean {Nearest.To(name is null ? $"--{bare}" : shown, candidates)}?";
    }
}
