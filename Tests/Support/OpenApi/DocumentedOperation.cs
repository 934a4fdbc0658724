using System.Globalization;
using System.Text.Json;

namespace RetailPulse.Tests.Support.OpenApi;

/// <param name="Path">Path with its parameters, such as <c>/api/v1/jobs/{id}</c>.</param>
internal sealed record DocumentedOperation(string Method, string Path, JsonElement Told)
{
    public string Name => $"{Method} {Path}";

    public IEnumerable<int> Statuses =>
        Told.GetProperty("responses").EnumerateObject().Select(response => int.Parse(response.Name, CultureInfo.InvariantCulture));

    /// <summary>Whether a path is this one, with something in place of each parameter.</summary>
    public bool Serves(string path)
    {
        var (own, asked) = (Path.Split('/'), path.TrimEnd('/').Split('/'));
        return own.Length == asked.Length
            && own.Zip(asked)
                .All(pair => pair.First.StartsWith('{') || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    public JsonElement? Answer(int status) =>
        Told.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var answer) ? answer : null;

    /// <summary>The codes that its problems of a status may have; none where errors have no code.</summary>
    public IReadOnlyList<string> Codes(int status) =>
        Answer(status) is { } answer
        && answer.TryGetProperty("content", out var content)
        && content.TryGetProperty("application/problem+json", out var problem)
            ? [.. problem.GetProperty("examples").EnumerateObject().Select(example => example.Name)]
            : [];
}
