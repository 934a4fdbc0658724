using System.Globalization;

namespace RetailPulse.Silo.Logging;

/// <summary>What both forms of an entry have in common: its time, its level, and a text without secrets.</summary>
internal static class LogLine
{
    /// <summary>Longest text of an entry, in characters: the rest of a longer one helps nobody.</summary>
    private const int MaxLength = 16_384;

    /// <summary>RFC 3339, in UTC with milliseconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The four letters of the framework's own formatters.</summary>
    public static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };

    public static string Text(string text) => Redaction.Apply(text.Length > MaxLength ? $"{text.AsSpan(0, MaxLength)}…" : text);
}
