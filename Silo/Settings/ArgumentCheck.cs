using Microsoft.Extensions.Options;

namespace RetailPulse.Silo.Settings;

/// <summary>Finds what is wrong with a command line. The framework skips arguments that it cannot read, and keeps settings that nothing reads.</summary>
public static class ArgumentCheck
{
    /// <summary>Sections that are read as a whole; those of RetailPulse are checked with all other settings.</summary>
    private static readonly string[] Sections = ["RetailPulse", "ConnectionStrings", "Logging", "Kestrel"];

    /// <summary>Settings of the framework that a host is started with.</summary>
    private static readonly string[] OfTheHost =
    [
        "urls", "http_ports", "https_ports", "AllowedHosts", "environment", "applicationName", "contentRoot", "webroot", "shutdownTimeoutSeconds", "detailedErrors",
        "captureStartupErrors", "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preventHostingStartup", "preferHostingUrls", "suppressStatusMessages",
    ];

    /// <summary>What people type who know other programs.</summary>
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

    /// <exception cref="OptionsValidationException">An argument is neither a switch nor a setting; the message names it and what it was probably meant to be.</exception>
    public static void Refuse(IReadOnlyList<string> settings, IReadOnlyList<string> switches, params IReadOnlyList<string> names)
    {
        string[] problems = [.. Problems(settings, switches, names)];
        if (problems.Length > 0) throw new OptionsValidationException("command line", typeof(ArgumentCheck), problems);
    }

    /// <param name="settings">The command line without its switches.</param>
    /// <param name="switches">Switches of the program, such as <c>--demo</c>.</param>
    /// <param name="names">Names of values that only this command takes.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<string> settings, IReadOnlyList<string> switches, params IReadOnlyList<string> names)
    {
        for (var at = 0; at < settings.Count; at++)
        {
            var argument = settings[at];
            var name = NameOf(argument);
            if (name is null || !(IsKnown(name, names) || IsEmptySection(argument, name))) yield return Unknown(argument, name, switches, names);
            else if (!argument.Contains('=', StringComparison.Ordinal) && ++at == settings.Count) yield return $"{argument} has no value; write {argument}=VALUE.";
        }
    }

    /// <summary>The forms of the framework: <c>--name=value</c>, <c>--name value</c>, the same with <c>/</c>, and <c>name=value</c>.</summary>
    private static string? NameOf(string argument)
    {
        var name = argument.Split('=')[0];
        if (name.StartsWith("--", StringComparison.Ordinal)) return name[2..];
        if (name.StartsWith('/')) return name[1..];
        return name.StartsWith('-') || name.Length == argument.Length ? null : name;
    }

    private static bool IsKnown(string name, IReadOnlyList<string> names)
    {
        var section = name.Split(':')[0];
        return names.Contains(name, StringComparer.OrdinalIgnoreCase)
            || OfTheHost.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (section.Length < name.Length && Sections.Contains(section, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A host that passes its configuration on as a command line names its sections too, without a value.</summary>
    private static bool IsEmptySection(string argument, string name) => argument.EndsWith('=') && Sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    private static string Unknown(string argument, string? name, IReadOnlyList<string> switches, IReadOnlyList<string> names)
    {
        // The value may be a secret.
        var shown = argument.Split('=')[0];
        var bare = shown.TrimStart('-', '/');
        if (Habits.TryGetValue(bare, out var meant)) return $"{shown} is neither a switch nor a setting; did you mean {meant}?";
        IEnumerable<string> candidates = [.. switches, .. names.Concat(OfTheHost).Select(known => $"--{known}"), .. new SettingsCheck().Known.Select(known => $"--{known}")];
        return $"{shown} is neither a switch nor a setting; did you mean {Nearest.To(name is null ? $"--{bare}" : shown, candidates)}?";
    }
}
