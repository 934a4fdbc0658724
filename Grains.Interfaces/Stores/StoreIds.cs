using System.Globalization;

namespace RetailPulse.Stores;

/// <summary>Ids of stores as spreadsheets and people write them.</summary>
public static class StoreIds
{
    /// <summary>Returns the text without what does not show at its ends: blanks, and characters without width, such as a byte order mark.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsUnseen(text[start])) start++;
        while (end > start && IsUnseen(text[end - 1])) end--;
        return text[start..end];
    }

    /// <summary>Whether a character does not show and takes no room.</summary>
    public static bool HasNoWidth(char character) => CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static bool IsUnseen(char character) => char.IsWhiteSpace(character) || HasNoWidth(character);
}
