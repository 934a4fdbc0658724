using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Reads text of a submission.</summary>
internal static class JsonText
{
    /// <summary>Reads a string or a name. Returns <see langword="false"/> unless it is Unicode without control characters.</summary>
    /// <param name="problem">What the field must be, if it is invalid.</param>
    public static bool TryRead(ref Utf8JsonReader json, out string text, [NotNullWhen(false)] out string? problem) =>
        TryRead(ref json, trim: false, out text, out problem);

    /// <summary>Reads a string as above, without surrounding white space.</summary>
    /// <param name="problem">What the field must be, if it is invalid.</param>
    public static bool TryReadUrl(ref Utf8JsonReader json, out string url, [NotNullWhen(false)] out string? problem) =>
        TryRead(ref json, trim: true, out url, out problem);

    private static bool TryRead(ref Utf8JsonReader json, bool trim, out string text, [NotNullWhen(false)] out string? problem)
    {
        text = "";
        problem = null;
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            problem = "must be text";
        else if (Decode(ref json) is not { } decoded)
            problem = "must be Unicode";
        else if (HasControl(decoded = trim ? ImageUrl.Trim(decoded) : decoded))
            problem = "must not have control characters";
        else
            text = decoded;
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
            // Half a surrogate pair, or bytes that are not UTF-8.
            return null;
        }
    }

    /// <summary>Same as <see cref="char.IsControl(char)"/> for any character, but faster.</summary>
    public static bool HasControl(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\u0000', '\u001f') || text.ContainsAnyInRange('\u007f', '\u009f');
}
