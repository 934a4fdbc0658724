using System.Text.Json;

namespace RetailPulse.Web.Jobs;

/// <summary>Text of a submission.</summary>
internal static class JsonText
{
    /// <exception cref="JsonException">It is no text, or has control characters.</exception>
    /// <exception cref="InvalidOperationException">It is no Unicode.</exception>
    public static string Read(ref Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) throw new JsonException("no text");
        var text = json.GetString()!;
        foreach (var character in text)
        {
            if (char.IsControl(character)) throw new JsonException("a control character");
        }

        return text;
    }
}
