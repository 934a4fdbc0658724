using System.Text.Json;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Skips a JSON value: of an unknown member, which is still validated, or of one that was already reported as invalid.</summary>
internal sealed class JsonValueSkipper(JsonNameTracker names)
{
    private int depth;
    private bool validates;

    /// <param name="json">Reader at the value or its name.</param>
    /// <param name="validate">Whether to validate the value.</param>
    public void Begin(ref Utf8JsonReader json, bool validate) => (depth, validates) = (json.CurrentDepth, validate);

    /// <summary>Skips the next token. Returns whether it was the last one.</summary>
    /// <param name="problem">What is wrong with the value, reported once.</param>
    public bool Ends(ref Utf8JsonReader json, out string? problem)
    {
        problem = validates ? Validate(ref json) : null;
        validates &= problem is null;
        return json.CurrentDepth == depth && json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
    }

    private string? Validate(ref Utf8JsonReader json)
    {
        string? problem = null;
        if (json.TokenType == JsonTokenType.StartObject)
            names.Open(json.CurrentDepth);
        else if (json.TokenType == JsonTokenType.String)
            JsonText.TryRead(ref json, out _, out problem);
        else if (json.TokenType == JsonTokenType.PropertyName && names.Take(ref json, out var name) is { } wrong)
            problem = name is null ? wrong : $"has a member that {wrong}";
        return problem;
    }
}
