using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Describes what the service sends on its own: webhooks and the events of streams.</summary>
internal sealed class MessageWriter(EndpointDataSource endpoints, IEnumerable<WebhookText> webhooks, IOptions<JsonOptions> json)
    : IOpenApiDocumentTransformer
{
    /// <summary>Extension with the schemas of a stream's events, by event name.</summary>
    public const string Events = "x-events";

    /// <summary>Key under which the generator stores the name of a schema in its metadata.</summary>
    private const string NameOfBody = "x-schema-id";

    public async Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        foreach (var (route, operation) in endpoints.Described())
        {
            if (operation.Events is not { } events)
                continue;
            foreach (var (_, body) in events.Bodies)
                Name(await context.GetOrCreateSchemaAsync(body, cancellationToken: cancellationToken), document);
            Describe(
                events,
                document.Paths[route.Path()].Operations![HttpMethod.Get].Responses!["200"].Content!["text/event-stream"],
                document
            );
        }

        document.Webhooks = new Dictionary<string, IOpenApiPathItem>();
        foreach (var webhook in webhooks)
        {
            Name(await context.GetOrCreateSchemaAsync(webhook.Example.GetType(), cancellationToken: cancellationToken), document);
            document.Webhooks[webhook.Id] = new OpenApiPathItem { Operations = new() { [HttpMethod.Post] = Describe(webhook, document) } };
        }
    }

    private static void Describe(EventSchemas events, OpenApiMediaType stream, OpenApiDocument document)
    {
        var byName = new JsonObject();
        foreach (var (name, body) in events.Bodies)
            byName[name] = new JsonObject { ["$ref"] = $"#/components/schemas/{body.Name}" };
        stream.Extensions = new Dictionary<string, IOpenApiExtension> { [Events] = new JsonNodeExtension(byName) };
        document.Components!.Schemas![events.Name] = new OpenApiSchema
        {
            Description = events.Description,
            OneOf = [.. events.Bodies.Select(body => new OpenApiSchemaReference(body.Body.Name, document))],
        };

        // JSON Schema 2020-12, section 8: the content of the stream. OpenAPI 3.1 has no other way to express that a response is a sequence.
        ((OpenApiSchema)stream.Schema!).Extensions = new Dictionary<string, IOpenApiExtension>
        {
            ["contentMediaType"] = new JsonNodeExtension("text/event-stream"),
            ["contentSchema"] = new JsonNodeExtension(new JsonObject { ["$ref"] = $"#/components/schemas/{events.Name}" }),
        };
    }

    /// <summary>
    /// Moves a schema and its parts to the components. The generator inlines the parts of bodies that no operation has.
    /// </summary>
    private static IOpenApiSchema Name(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (
            schema is not OpenApiSchema { Properties: { } members, Metadata: { } notes } body
            || !notes.TryGetValue(NameOfBody, out var note)
            || note is not string name
        )
            return schema;
        foreach (var (member, part) in members.ToList())
            members[member] = Name(part, document);
        document.Components!.Schemas!.TryAdd(name, body);
        return new OpenApiSchemaReference(name, document);
    }

    private OpenApiOperation Describe(WebhookText webhook, OpenApiDocument document) =>
        new()
        {
            OperationId = webhook.Id,
            Summary = webhook.Summary,
            Description = webhook.Description,
            Tags = new HashSet<OpenApiTagReference> { new(webhook.Tag, document) },
            Security = [],
            Parameters = [.. webhook.Headers.Select(header => OperationWriter.Parameter(header, required: true))],
            RequestBody = new OpenApiRequestBody
            {
                Description = webhook.Body,
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new()
                    {
                        Schema = new OpenApiSchemaReference(webhook.Example.GetType().Name, document),
                        Example = JsonSerializer.SerializeToNode(webhook.Example, webhook.Example.GetType(), json.Value.SerializerOptions),
                    },
                },
            },
            Responses = Answers(webhook),
        };

    private static OpenApiResponses Answers(WebhookText webhook)
    {
        var responses = new OpenApiResponses();
        foreach (var (status, description) in webhook.Answers)
            responses[status] = new OpenApiResponse { Description = description };
        return responses;
    }
}
