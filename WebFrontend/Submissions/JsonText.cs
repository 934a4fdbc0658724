using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Text of a submission.</summary>
internal static class JsonText
{
    /// <summary>Whether <paramref name="json"/> stands on text or a name that is Unicode without control characters.</summary>
    /// <param name="problem">What the field must be, when it is not.</param>
    public static bool TryRead(ref Utf8JsonReader json, out string text, [NotNullWhen(false)] out string? problem) => TryRead(ref json, trim: false, out text, out problem);

    /// <summary>As the other, without the blanks around the text.</summary>
    /// <param name="problem">What the field must be, when it is not.</param>
    public static bool TryReadUrl(ref Utf8JsonReader json, out string url, [NotNullWhen(false)] out string? problem) => TryRead(ref json, trim: true, out url, out problem);

    private static bool TryRead(ref Utf8JsonReader json, bool trim, out string text, [NotNullWhen(false)] out string? problem)
    {
        text = "";
        problem = null;
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) problem = "must be text";
        else if (Decode(ref json) is not { } decoded) problem = "must be Unicode";
        else if (HasControl(decoded = trim ? ImageUrl.Trim(decoded) : decoded)) problem = "must not have control characters";
        else text = decoded;
        return problem is null;
    }

    private static string? Decode(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            return null;
        }
    }

    /// <summary>What <see cref="char.IsControl(char)"/> finds, many characters at a time.</summary>
    private static bool HasControl(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u0000', '\u001f') || text.ContainsAnyInRange('\u007f', '\u009f');
}
