using System.Text.Json;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>A value that a reader passes over: of a property that it does not know, which must be sound all the same, or of one that is wrong anyway.</summary>
internal sealed class JsonValueSkipper(JsonNameTracker names)
{
    private int depth;
    private bool judged;

    /// <param name="json">Stands on the value, or on its name.</param>
    /// <param name="judge">Whether it must be sound.</param>
    public void Begin(ref Utf8JsonReader json, bool judge) => (depth, judged) = (json.CurrentDepth, judge);

    /// <summary>Passes over the next token and answers whether it was the last.</summary>
    /// <param name="problem">What is wrong with the value; told once.</param>
    public bool Ends(ref Utf8JsonReader json, out string? problem)
    {
        problem = judged ? Judge(ref json) : null;
        judged &= problem is null;
        return json.CurrentDepth == depth && json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
    }

    private string? Judge(ref Utf8JsonReader json)
    {
        string? problem = null;
        if (json.TokenType == JsonTokenType.StartObject) names.Open(json.CurrentDepth);
        else if (json.TokenType == JsonTokenType.String) JsonText.TryRead(ref json, out _, out problem);
        else if (json.TokenType == JsonTokenType.PropertyName && names.Take(ref json, out var name) is { } wrong) problem = name is null ? wrong : $"has a field that {wrong}";
        return problem;
    }
}
