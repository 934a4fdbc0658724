using System.Text;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>Splits lines of CSV into fields, according to RFC 4180. A quoted field ends on its line.</summary>
internal static class CsvRecord
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>Returns the separator that a header uses: a comma, a semicolon, or a tab.</summary>
    public static char SeparatorOf(string header) => header.IndexOfAny(Separators) is >= 0 and var at ? header[at] : ',';

    /// <summary>Returns the fields; <see langword="null"/> if a quote is misplaced.</summary>
    public static List<string>? Split(string line, char separator)
    {
        var fields = new List<string>();
        for (var at = 0; ; at++)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (Unquote(line, ref at) is not { } quoted || (at < line.Length && line[at] != separator))
                    return null;
                fields.Add(quoted);
            }
            else
            {
                var end = line.IndexOf(separator, at);
                end = end < 0 ? line.Length : end;
                fields.Add(line[at..end]);
                at = end;
            }

            if (at == line.Length)
                return fields;
        }
    }

    /// <summary>Reads a quoted field. Returns <see langword="null"/> if it does not end.</summary>
    /// <param name="at">Position of the opening quote; afterwards, position after the closing one.</param>
    private static string? Unquote(string line, ref int at)
    {
        var field = new StringBuilder();
        for (var start = at + 1; line.IndexOf('"', start) is >= 0 and var end; start = end + 2)
        {
            field.Append(line, start, end - start);
            if (end + 1 == line.Length || line[end + 1] != '"')
            {
                at = end + 1;
                return field.ToString();
            }

            field.Append('"');
        }

        return null;
    }
}
