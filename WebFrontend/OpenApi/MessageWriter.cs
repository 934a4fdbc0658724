using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.V1.Jobs.Events;
using RetailPulse.WebFrontend.V1.Webhooks;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Writes what the service sends of its own accord: webhooks, and the events of a job.</summary>
internal sealed class MessageWriter(IOptions<JsonOptions> json) : IOpenApiDocumentTransformer
{
    /// <summary>The schemas of a stream's events, by their names.</summary>
    public const string Events = "x-events";

    /// <summary>Name of the schema of every event.</summary>
    private const string AnyEvent = "JobEvent";

    /// <summary>Where the generator notes the name under which a schema is to be found.</summary>
    private const string NameOfBody = "x-schema-id";

    private static readonly (string Event, Type Body)[] EventBodies =
        [("progress", typeof(ProgressEvent)), ("image_failed", typeof(ImageFailedEvent)), ("end", typeof(EndEvent))];

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var events = new JsonObject();
        foreach (var (name, body) in EventBodies)
        {
            Name(await context.GetOrCreateSchemaAsync(body, cancellationToken: cancellationToken), document);
            events[name] = new JsonObject { ["$ref"] = $"#/components/schemas/{body.Name}" };
        }

        var stream = document.Paths["/api/v1/jobs/{id}/events"].Operations![HttpMethod.Get].Responses!["200"].Content!["text/event-stream"];
        stream.Extensions = new Dictionary<string, IOpenApiExtension> { [Events] = new JsonNodeExtension(events) };
        document.Components!.Schemas![AnyEvent] = new OpenApiSchema
        {
            Description = "The data of one event of a job. The event's name tells which of these it is.",
            OneOf = [.. EventBodies.Select(body => new OpenApiSchemaReference(body.Body.Name, document))],
        };

        // JSON Schema 2020-12, section 8: what the text of the stream holds. OpenAPI 3.1 has no other way to say that a response is a sequence.
        ((OpenApiSchema)stream.Schema!).Extensions = new Dictionary<string, IOpenApiExtension>
        {
            ["contentMediaType"] = new JsonNodeExtension("text/event-stream"),
            ["contentSchema"] = new JsonNodeExtension(new JsonObject { ["$ref"] = $"#/components/schemas/{AnyEvent}" }),
        };
        Name(await context.GetOrCreateSchemaAsync(typeof(JobEndMessage), cancellationToken: cancellationToken), document);
        document.Webhooks = new Dictionary<string, IOpenApiPathItem>
        {
            ["jobEnded"] = new OpenApiPathItem { Operations = new() { [HttpMethod.Post] = JobEnded(document) } },
        };
    }

    /// <summary>Of bodies that no operation has, the generator writes the parts in place; here as everywhere each has its own, by its name.</summary>
    private static IOpenApiSchema Name(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema { Properties: { } members, Metadata: { } notes } body || !notes.TryGetValue(NameOfBody, out var note) || note is not string name) return schema;
        foreach (var (member, part) in members.ToList()) members[member] = Name(part, document);
        document.Components!.Schemas!.TryAdd(name, body);
        return new OpenApiSchemaReference(name, document);
    }

    private OpenApiOperation JobEnded(OpenApiDocument document) => new()
    {
        OperationId = "jobEnded",
        Summary = "A job has ended",
        Description = JobEndedWebhook.Description,
        Tags = new HashSet<OpenApiTagReference> { new(Tags.Webhooks, document) },
        Security = [],
        Parameters = [.. JobEndedWebhook.Headers.Select(header => OperationWriter.Parameter(header, required: true))],
        RequestBody = new OpenApiRequestBody
        {
            Description = "The same in every attempt, byte for byte.",
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchemaReference(nameof(JobEndMessage), document),
                    Example = JsonSerializer.SerializeToNode(JobEndedWebhook.Example, json.Value.SerializerOptions),
                },
            },
        },
        Responses = new OpenApiResponses
        {
            ["2XX"] = new OpenApiResponse { Description = "Taken. It is not sent again, unless somebody asks for that." },
            ["410"] = new OpenApiResponse { Description = "Not wanted: it is given up." },
            ["default"] = new OpenApiResponse { Description = "Not taken: it is sent again, after `Retry-After` if there is one." },
        },
    };
}
