using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace RetailPulse.Tests.Support.OpenApi;

/// <summary>The OpenAPI document as docs/openapi.json has it.</summary>
internal sealed class ApiDocument
{
    private static readonly EvaluationOptions Thorough = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonObject schemas;
    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> built = new();

    private ApiDocument(string text)
    {
        Text = text;
        Root = JsonSerializer.Deserialize<JsonElement>(text);
        schemas = JsonNode.Parse(Local(Root.GetProperty("components").GetProperty("schemas")))!.AsObject();
        foreach (var (_, schema) in schemas)
            Close(schema!.AsObject());
        Operations =
        [
            .. Root.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Select(operation => new DocumentedOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value))
                ),
        ];
    }

    public static ApiDocument Committed { get; } = new(File.ReadAllText(FilePath));

    public static string FilePath => Path.Combine(AppContext.BaseDirectory, "OpenApi", "openapi.json");

    public string Text { get; }

    public JsonElement Root { get; }

    public IReadOnlyList<DocumentedOperation> Operations { get; }

    /// <summary>The description of a header, which may be one that several responses share.</summary>
    public JsonElement Header(JsonElement header) =>
        header.TryGetProperty("$ref", out var shared)
            ? Root.GetProperty("components").GetProperty("headers").GetProperty(shared.GetString()!.Split('/')[^1])
            : header;

    /// <summary>The operations of the path, with all methods.</summary>
    public IReadOnlyList<DocumentedOperation> At(string path) =>
        [
            .. Operations
                .Where(operation => operation.Serves(path))
                .GroupBy(operation => operation.Path)
                .OrderBy(group => group.Key.Count(letter => letter == '{'))
                .Take(1)
                .SelectMany(group => group),
        ];

    /// <summary>What is wrong with a value that shall be as <paramref name="schema"/> has it; <see langword="null"/>: nothing.</summary>
    public string? Judge(JsonElement schema, JsonElement value)
    {
        var results = built.GetOrAdd(Local(schema), text => new(() => Build(text))).Value.Evaluate(value, Thorough);
        return results.IsValid
            ? null
            : string.Join(
                "\n",
                (results.Details ?? [])
                    .Where(detail => detail.Errors is not null)
                    .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))
            );
    }

    /// <summary>The same, of a schema that has a name.</summary>
    public string? Judge(string schema, JsonElement value) =>
        Judge(JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["$ref"] = $"#/components/schemas/{schema}" }), value);

    /// <summary>The same, of the data of an event in a stream.</summary>
    public string? JudgeEvent(string name, JsonElement data, string path = "/api/v1/jobs/{id}/events")
    {
        var stream = Operations
            .Single(operation => operation.Name == $"GET {path}")
            .Answer(200)!
            .Value.GetProperty("content")
            .GetProperty("text/event-stream");
        return stream.GetProperty("x-events").TryGetProperty(name, out var schema) ? Judge(schema, data) : $"There is no event {name}.";
    }

    /// <summary>Uses a separate registry, because the shared one is not thread-safe.</summary>
    private JsonSchema Build(string text)
    {
        var whole = JsonNode.Parse(text)!.AsObject();
        whole["$defs"] = schemas.DeepClone();
        return JsonSchema.FromText(whole.ToJsonString(), new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    }

    private static string Local(JsonElement schema) =>
        schema.GetRawText().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);

    /// <summary>Clients must bear members that they do not know; here one that is not documented is a mistake.</summary>
    private static void Close(JsonObject schema)
    {
        if (schema.ContainsKey("properties"))
            schema.TryAdd("additionalProperties", false);
    }
}
