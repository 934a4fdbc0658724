using System.Globalization;
using System.Text;

namespace RetailPulse.Silo.Logging;

/// <summary>Escapes text so that it cannot end the line, move a terminal's cursor, or reverse the direction of what follows.</summary>
internal static class OneLine
{
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var line = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
                line.Append(text[at++]).Append(text[at]);
            else
                Append(line, text[at]);
        }

        return line.ToString();
    }

    private static void Append(StringBuilder line, char character)
    {
        switch (character)
        {
            case '\n':
                line.Append(@"\n");
                break;
            case '\r':
                line.Append(@"\r");
                break;
            case '\t':
                line.Append(@"\t");
                break;
            default:
                if (IsSafe(character))
                    line.Append(character);
                else
                    line.Append(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}");
                break;
        }
    }

    /// <summary>
    /// Returns whether a character is neither a control, a line separator, a direction mark or other invisible character, nor half of a
    /// pair.
    /// </summary>
    private static bool IsSafe(char character) =>
        char.GetUnicodeCategory(character)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
            );
}
