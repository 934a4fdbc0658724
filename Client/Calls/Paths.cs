using System.Globalization;
using System.Text;

namespace RetailPulse.Client;

/// <summary>Composes request paths.</summary>
internal static class Paths
{
    public static string Job(long id, string rest = "") => string.Create(CultureInfo.InvariantCulture, $"api/v1/jobs/{id}{rest}");

    public static string Store(string id, string rest = "") => $"api/v1/stores/{Uri.EscapeDataString(id)}{rest}";

    /// <summary>Returns the path with the fields that have a value.</summary>
    public static string With(this string path, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var text = new StringBuilder(path);
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in fields)
        {
            if (value is null)
                continue;
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return text.ToString();
    }

    public static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string? Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
