using System.Globalization;

namespace RetailPulse.Stores;

/// <summary>Normalizes store ids as spreadsheets and people write them.</summary>
public static class StoreIds
{
    /// <summary>
    /// Removes invisible characters from both ends: white space, and characters without width, such as a byte order mark.
    /// </summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsUnseen(text[start]))
            start++;
        while (end > start && IsUnseen(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary>Returns whether a character is invisible and has no width.</summary>
    public static bool HasNoWidth(char character) => CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static bool IsUnseen(char character) => char.IsWhiteSpace(character) || HasNoWidth(character);
}
