using System.Buffers;

namespace RetailPulse.Cli.Output;

/// <summary>Writes rows of CSV (RFC 4180).</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <remarks>A cell that a spreadsheet would interpret as a formula begins with <c>'</c>, as in the exports of the API.</remarks>
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(cell => Quote(Guard(cell))));

    private static string Guard(string cell) =>
        cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !IsNumber(cell) ? $"'{cell}" : cell;

    private static bool IsNumber(string cell) => cell.Length > 1 && cell.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && cell[0] == '-';

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
