using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetailPulse.Cli.Output;

/// <summary>Writes rows of CSV (RFC 4180).</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Separators = SearchValues.Create(";\t\r\n");

    /// <remarks>
    /// A <c>'</c> precedes what a spreadsheet would interpret as a formula, also after what another one takes for a separator. The rule is that
    /// of the exports of the API, and one table tests both.
    /// </remarks>
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(cell => Quote(Guard(cell))));

    private static string Guard(string cell)
    {
        if (cell.Length == 0 || IsNegativeNumber(cell))
            return cell;
        var guarded = new StringBuilder(cell.Length + 2);
        if (cell[0] is '\t' or '\r' or '\n')
            guarded.Append('\'');
        var begins = true;
        foreach (var character in cell)
        {
            if (begins && character is ('=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠'))
                guarded.Append('\'');
            begins = Separators.Contains(character) || (begins && IsSkipped(character));
            guarded.Append(character);
        }

        return guarded.ToString();
    }

    private static bool IsSkipped(char character) =>
        character is '"' or '\uDB40' or (>= '\uDC00' and <= '\uDC7F')
        || char.IsWhiteSpace(character)
        || char.IsControl(character)
        || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static bool IsNegativeNumber(string cell) =>
        cell.Length > 1 && cell[0] == '-' && !cell.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
