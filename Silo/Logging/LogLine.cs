using System.Globalization;

namespace RetailPulse.Silo.Logging;

/// <summary>Formats the parts that both formats share: the time, the level, and text without secrets.</summary>
internal static class LogLine
{
    /// <summary>Maximum length of a text, in characters. Longer texts are truncated.</summary>
    private const int MaxLength = 16_384;

    /// <summary>Returns the time as RFC 3339, in UTC with milliseconds.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns the four-letter level that the framework's own formatters use.</summary>
    public static string Level(LogLevel level) =>
        level switch
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
