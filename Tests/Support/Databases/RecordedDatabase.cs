using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Support.Databases;

/// <summary>A database of an earlier version, as the SQL in a file of this folder.</summary>
/// <remarks>
/// The files were recorded once, but keys and jobs expire. Every time in them, including those inside stored documents, is therefore
/// shifted by the same number of seconds, so that the database always appears to have been left a minute ago.
/// </remarks>
internal static partial class RecordedDatabase
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>A minute after the latest time in any of the files.</summary>
    private static readonly DateTimeOffset RecordedAt = new(2026, 11, 25, 1, 41, 8, TimeSpan.Zero);

    public static string Read(string file, TimeProvider time) =>
        Shift(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Storage", "Fixtures", file)), time.GetUtcNow());

    /// <summary>Returns the SQL as if it had been recorded a minute before <paramref name="now"/>.</summary>
    public static string Shift(string sql, DateTimeOffset now)
    {
        var by = TimeSpan.FromSeconds(Math.Floor((now - RecordedAt).TotalSeconds));
        return Documents()
            .Replace(
                ShiftInstants(sql, by),
                hex =>
                    Convert.ToHexStringLower(
                        Encoding.UTF8.GetBytes(ShiftInstants(Encoding.UTF8.GetString(Convert.FromHexString(hex.Value)), by))
                    )
            );
    }

    /// <summary>Shifts a time. Fractions and zones do not change, because all zones are UTC.</summary>
    private static string ShiftInstants(string text, TimeSpan by) =>
        Instants()
            .Replace(
                text,
                instant =>
                {
                    var shifted = DateTime.ParseExact(instant.Value.Replace(' ', 'T'), Seconds, CultureInfo.InvariantCulture) + by;
                    return shifted
                        .ToString(Seconds, CultureInfo.InvariantCulture)
                        .Replace("T", instant.Groups["separator"].Value, StringComparison.Ordinal);
                }
            );

    [GeneratedRegex(@"\d{4}-\d\d-\d\d(?<separator>[T ])\d\d:\d\d:\d\d")]
    private static partial Regex Instants();

    [GeneratedRegex(@"(?<=X'|\\x)[0-9a-f]+(?=')")]
    private static partial Regex Documents();
}
