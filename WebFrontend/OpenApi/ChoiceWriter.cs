using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>
/// Gives each <see cref="NamedChoice"/> its own schema, and refers to it from everywhere. A list of texts in place would be one more type of each generated
/// client for every member and parameter that has it.
/// </summary>
internal sealed class ChoiceWriter : IOpenApiDocumentTransformer
{
    /// <summary>Notes the choice at a schema, which is written in place until the document is complete. Notes are not written.</summary>
    private const string Note = "x-named-choice";

    public static void Mark(OpenApiSchema schema, NamedChoice choice) => (schema.Metadata ??= new Dictionary<string, object>())[Note] = choice;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>().ToList()) NameMembers(schema, document);
        foreach (var parameter in document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Parameters ?? []).OfType<OpenApiParameter>())
            parameter.Schema = Name(parameter.Schema!, document);
        return Task.CompletedTask;
    }

    private static void NameMembers(OpenApiSchema schema, OpenApiDocument document)
    {
        foreach (var (member, part) in schema.Properties?.ToList() ?? []) schema.Properties![member] = Name(part, document);
    }

    private static IOpenApiSchema Name(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema { Metadata: { } notes } own || !notes.TryGetValue(Note, out var note) || note is not NamedChoice choice) return schema;
        document.Components!.Schemas!.TryAdd(choice.Name, Write(choice));
        if (own.Type?.HasFlag(JsonSchemaType.Null) != true) return new OpenApiSchemaReference(choice.Name, document) { Description = own.Description };
        return new OpenApiSchema
        {
            OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, new OpenApiSchemaReference(choice.Name, document)],
            Description = own.Description,
        };
    }

    private static OpenApiSchema Write(NamedChoice choice) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. choice.Texts.Select(text => JsonValue.Create(text))],
        Description = choice.Meaning,
    };
}
