using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Keeps spreadsheets from treating texts as formulas, which the OWASP page "CSV Injection" describes.</summary>
/// <remarks>
/// A spreadsheet of a country with decimal commas splits a file at <c>;</c>, and a pasted one at tabs, regardless of quotes in the middle
/// of a cell. So a formula can also begin after them, and in a file with semicolons after a comma. A negative number is not a formula, so
/// that an id such as <c>-12</c> stays the same.
/// The command line has the same rule: <c>Cli/Output/Csv.cs</c>.
/// </remarks>
internal static class CsvFormula
{
    private static readonly SearchValues<char> OtherThanCommas = SearchValues.Create(";\t\r\n");
    private static readonly SearchValues<char> OtherThanSemicolons = SearchValues.Create(";,\t\r\n");

    /// <summary>Returns a text in which <c>'</c> precedes what a spreadsheet could take for a formula.</summary>
    /// <param name="separator">Separator of the file. A cell that contains a comma is quoted only if it is a comma.</param>
    public static string Guard(string text, char separator)
    {
        var separators = separator == ',' ? OtherThanCommas : OtherThanSemicolons;
        if ((!CanBegin(text[0]) && !text.AsSpan().ContainsAny(separators)) || IsNegativeNumber(text))
            return text;
        var guarded = new StringBuilder(text.Length + 2);
        if (text[0] is '\t' or '\r' or '\n')
            guarded.Append('\'');
        var begins = true;
        foreach (var character in text)
        {
            if (begins && IsOperator(character))
                guarded.Append('\'');
            begins = separators.Contains(character) || (begins && IsSkipped(character));
            guarded.Append(character);
        }

        return guarded.ToString();
    }

    private static bool IsNegativeNumber(string text) =>
        text.Length > 1 && text[0] == '-' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    private static bool CanBegin(char character) => IsOperator(character) || IsSkipped(character);

    private static bool IsOperator(char character) => character is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';

    /// <summary>Returns whether a spreadsheet may skip a character at the beginning of a cell.</summary>
    /// <remarks>
    /// Invisible characters, such as a byte order mark, a mark of the direction, or a tag (U+E0000 to U+E007F), are removed by some programs.
    /// </remarks>
    private static bool IsSkipped(char character) =>
        character is '"' or '\uDB40' or (>= '\uDC00' and <= '\uDC7F')
        || char.IsWhiteSpace(character)
        || char.IsControl(character)
        || char.GetUnicodeCategory(character) == UnicodeCategory.Format;
}
