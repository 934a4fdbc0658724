using System.Globalization;

namespace RetailPulse.Silo.Storage.Sqlite.Connections;

/// <summary>
/// Converts times to and from their text in tables: ISO 8601 in UTC, with milliseconds, so that their order is that of the texts.
/// </summary>
internal static class SqliteTime
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
