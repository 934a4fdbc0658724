using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using RetailPulse.Tests.Contract;

namespace RetailPulse.Tests.OpenApi;

/// <summary>The OpenAPI document: what is served, what docs/openapi.json has, and that it is whole.</summary>
public sealed class DocumentTests(Product product) : IClassFixture<Product>
{
    private static readonly string[] NoOperations = ["/openapi/v1.json", "/dashboard"];

    private static ApiDocument Document => ApiDocument.Committed;

    /// <summary>So that a change of the API is seen by whoever reviews it.</summary>
    [Fact]
    public async Task The_served_document_is_the_committed_one()
    {
        var served = await product.Http.GetStringAsync("/openapi/v1.json") + "\n";
        await File.WriteAllTextAsync(Path.ChangeExtension(ApiDocument.FilePath, "found.json"), served);
        Assert.Equal(Document.Text, served);
    }

    [Fact]
    public void It_is_valid()
    {
        var read = OpenApiDocument.Parse(Document.Text, "json");
        Assert.Empty(read.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => warning.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public void Every_route_is_in_it()
    {
        var routes = product.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => $"{method} /{route.RoutePattern.RawText!.Trim('/')}"))
            .Where(route => !NoOperations.Any(path => route.StartsWith($"GET {path}", StringComparison.Ordinal)));
        Assert.Equal(routes.Order(StringComparer.Ordinal), Document.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_example_is_as_its_schema_has_it()
    {
        var examples = Objects(Document.Root).Where(node => node.TryGetProperty("schema", out _))
            .SelectMany(node => Examples(node).Select(example => (Schema: node.GetProperty("schema"), Example: example))).ToArray();
        Assert.True(examples.Length > 100);
        foreach (var (schema, example) in examples)
            Assert.Null(Document.Judge(schema, example));
    }

    [Fact]
    public void Every_body_has_an_example() => Assert.All(
        Objects(Document.Root).Where(node => node.TryGetProperty("content", out _)).SelectMany(node => node.GetProperty("content").EnumerateObject()),
        media => Assert.NotEmpty(Examples(media.Value)));

    [Fact]
    public void Everything_is_described()
    {
        foreach (var operation in Document.Operations)
        {
            Assert.All((string[])["summary", "description", "operationId"], name => Assert.NotEqual("", operation.Told.GetProperty(name).GetString()));
            Assert.True(!operation.Told.TryGetProperty("parameters", out var fields) || fields.EnumerateArray().All(IsDescribed), operation.Name);
        }

        Assert.All(Document.Root.GetProperty("tags").EnumerateArray(), tag => Assert.True(IsDescribed(tag)));
        Assert.Empty(Document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject().SelectMany(schema =>
            schema.Value.GetProperty("properties").EnumerateObject().Where(member => !IsDescribed(member.Value)).Select(member => $"{schema.Name}.{member.Name}")));
    }

    /// <summary>A schema that is named is described where it is.</summary>
    private static bool IsDescribed(JsonElement node) =>
        node.TryGetProperty("description", out var text) ? text.GetString() != "" : node.TryGetProperty("$ref", out _) || node.TryGetProperty("oneOf", out _);

    private static IEnumerable<JsonElement> Examples(JsonElement node) =>
    [
        .. node.TryGetProperty("example", out var one) ? [one] : Array.Empty<JsonElement>(),
        .. node.TryGetProperty("examples", out var several) ? several.EnumerateObject().Select(example => example.Value.GetProperty("value")) : [],
        .. node.TryGetProperty("schema", out var schema) && schema.TryGetProperty("examples", out var own) ? own.EnumerateArray() : Enumerable.Empty<JsonElement>(),
    ];

    /// <summary>Every object in the document, but not those in examples.</summary>
    private static IEnumerable<JsonElement> Objects(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().Where(member => member.Name is not ("example" or "examples" or "properties"))
            .SelectMany(member => Objects(member.Value)).Prepend(node),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
