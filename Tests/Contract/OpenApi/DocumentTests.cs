using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.V1.Events;
using RetailPulse.WebFrontend.V1.Jobs.Events;

namespace RetailPulse.Tests.Contract.OpenApi;

/// <summary>The OpenAPI document: what is served, what docs/openapi.json has, and that it is whole.</summary>
public sealed class DocumentTests(Product product) : IClassFixture<Product>
{
    private static readonly string[] NoOperations = ["/openapi/v1.json", "/dashboard"];

    private static ApiDocument Document => ApiDocument.Committed;

    /// <summary>Shows a change of the API to its reviewer.</summary>
    [Fact]
    public void The_examples_of_the_last_event_id_are_ids_of_their_streams()
    {
        Assert.NotNull(EventPosition.Parse(Example("/api/v1/events")));
        Assert.NotNull(EventId.Parse(Example("/api/v1/jobs/{id}/events")));

        static string Example(string path) =>
            ApiDocument
                .Committed.Operations.Single(operation => operation.Name == $"GET {path}")
                .Told.GetProperty("parameters")
                .EnumerateArray()
                .Single(parameter => parameter.GetProperty("name").GetString() == "Last-Event-ID")
                .GetProperty("schema")
                .GetProperty("examples")[0]
                .GetString()!;
    }

    [Fact]
    public void Every_response_describes_the_headers_that_all_have()
    {
        foreach (var operation in ApiDocument.Committed.Operations)
        foreach (var response in operation.Told.GetProperty("responses").EnumerateObject())
            Assert.True(
                response.Value.GetProperty("headers").TryGetProperty("Request-Id", out var id)
                    && ApiDocument.Committed.Header(id).GetProperty("required").GetBoolean(),
                $"{operation.Name} {response.Name}"
            );
    }

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
        var routes = product
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription is not true)
            .SelectMany(route =>
                (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
                    $"{method} /{route.RoutePattern.RawText!.Trim('/')}"
                )
            )
            .Where(route => !NoOperations.Any(path => route.StartsWith($"GET {path}", StringComparison.Ordinal)));
        Assert.Equal(
            routes.Order(StringComparer.Ordinal),
            Document.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_example_is_as_its_schema_has_it()
    {
        var examples = Objects(Document.Root)
            .Where(node => node.TryGetProperty("schema", out _))
            .SelectMany(node => Examples(node).Select(example => (Schema: node.GetProperty("schema"), Example: example)))
            .ToArray();
        Assert.True(examples.Length > 100);
        foreach (var (schema, example) in examples)
            Assert.Null(Document.Judge(schema, example));
    }

    [Fact]
    public void Every_body_of_text_has_an_example() =>
        Assert.All(
            Objects(Document.Root)
                .Where(node => node.TryGetProperty("content", out _))
                .SelectMany(node => node.GetProperty("content").EnumerateObject())
                .Where(media => !media.Name.StartsWith("image/", StringComparison.Ordinal)),
            media => Assert.NotEmpty(Examples(media.Value))
        );

    [Fact]
    public void Everything_is_described()
    {
        foreach (var operation in Document.Operations)
        {
            Assert.All(
                (string[])["summary", "description", "operationId"],
                name => Assert.NotEqual("", operation.Told.GetProperty(name).GetString())
            );
            Assert.True(
                !operation.Told.TryGetProperty("parameters", out var fields) || fields.EnumerateArray().All(IsDescribed),
                operation.Name
            );
        }

        Assert.All(Document.Root.GetProperty("tags").EnumerateArray(), tag => Assert.True(IsDescribed(tag)));
        Assert.Empty(
            Document
                .Root.GetProperty("components")
                .GetProperty("schemas")
                .EnumerateObject()
                .Where(schema => schema.Value.TryGetProperty("properties", out _))
                .SelectMany(schema =>
                    schema
                        .Value.GetProperty("properties")
                        .EnumerateObject()
                        .Where(member => !IsDescribed(member.Value))
                        .Select(member => $"{schema.Name}.{member.Name}")
                )
        );
    }

    /// <summary>
    /// Generators give an operation one result, and make a type of every list of texts that has no name. The older route has no path of its
    /// own for CSV.
    /// </summary>
    [Fact]
    public void Every_operation_of_api_v1_has_one_form_of_success()
    {
        foreach (var operation in Document.Operations.Where(operation => operation.Path.StartsWith("/api/v1/", StringComparison.Ordinal)))
        {
            var contents = operation
                .Statuses.Where(status => status < 300)
                .Select(status => operation.Answer(status)!.Value)
                .SelectMany(answer =>
                    answer.TryGetProperty("content", out var content)
                        ? content.EnumerateObject().Select(media => $"{media.Name} {media.Value.GetProperty("schema")}")
                        : []
                );
            Assert.True(contents.Distinct().Count() <= 1, $"{operation.Name} has several forms of success.");
        }
    }

    [Fact]
    public void Every_closed_list_is_named_and_every_problem_is_of_one_schema()
    {
        var schemas = Document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject().ToArray();
        Assert.DoesNotContain(Objects(Document.Root.GetProperty("paths")), node => node.TryGetProperty("enum", out _));
        Assert.DoesNotContain(
            schemas,
            schema =>
                schema.Value.TryGetProperty("properties", out var members)
                && members.EnumerateObject().Any(member => member.Value.TryGetProperty("enum", out _))
        );
        Assert.Superset(
            new HashSet<string> { "JobStatus", "ImageStatus", "Reason", "ProblemCode" },
            schemas.Where(schema => schema.Value.TryGetProperty("enum", out _)).Select(schema => schema.Name).ToHashSet()
        );
        var problems = Objects(Document.Root.GetProperty("paths"))
            .Where(node => node.TryGetProperty("application/problem+json", out _))
            .Select(node => node.GetProperty("application/problem+json").GetProperty("schema").GetRawText());
        Assert.Single(problems.Distinct());
    }

    [Fact]
    public void Every_schema_is_referred_to()
    {
        var text = Document.Text;
        Assert.All(
            Document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject(),
            schema => Assert.Contains($"\"#/components/schemas/{schema.Name}\"", text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void It_has_a_version_and_a_contact()
    {
        var info = Document.Root.GetProperty("info");
        Assert.Matches(@"^1\.\d+\.\d+$", info.GetProperty("version").GetString()!);
        Assert.NotEqual("", info.GetProperty("contact").GetProperty("name").GetString());
    }

    /// <summary>A schema that is named is described where it is.</summary>
    private static bool IsDescribed(JsonElement node) =>
        node.TryGetProperty("description", out var text)
            ? text.GetString() != ""
            : node.TryGetProperty("$ref", out _) || node.TryGetProperty("oneOf", out _);

    private static IEnumerable<JsonElement> Examples(JsonElement node) =>
        [
            .. node.TryGetProperty("example", out var one) ? [one] : Array.Empty<JsonElement>(),
            .. node.TryGetProperty("examples", out var several)
                ? several.EnumerateObject().Select(example => example.Value.GetProperty("value"))
                : [],
            .. node.TryGetProperty("schema", out var schema) && schema.TryGetProperty("examples", out var own)
                ? own.EnumerateArray()
                : Enumerable.Empty<JsonElement>(),
        ];

    /// <summary>Every object in the document, but not those in examples.</summary>
    private static IEnumerable<JsonElement> Objects(JsonElement node) =>
        node.ValueKind switch
        {
            JsonValueKind.Object => node.EnumerateObject()
                .Where(member => member.Name is not ("example" or "examples" or "properties"))
                .SelectMany(member => Objects(member.Value))
                .Prepend(node),
            JsonValueKind.Array => node.EnumerateArray().SelectMany(Objects),
            _ => [],
        };
}
