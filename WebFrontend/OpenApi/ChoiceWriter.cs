using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>
/// Gives each <see cref="NamedChoice"/> one schema, to which members and parameters refer. An inline list would become a separate type in
/// generated clients for every member and parameter.
/// </summary>
internal sealed class ChoiceWriter : IOpenApiDocumentTransformer
{
    /// <summary>Key of the name of the choice in the metadata of a schema, which is not written to the document.</summary>
    private const string Note = "x-named-choice";

    public static void Mark(OpenApiSchema schema, string choice) => (schema.Metadata ??= new Dictionary<string, object>())[Note] = choice;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>().ToList())
            NameMembers(schema, document);
        foreach (
            var parameter in document
                .Paths.Values.SelectMany(path => path.Operations!.Values)
                .SelectMany(operation => operation.Parameters ?? [])
                .OfType<OpenApiParameter>()
        )
            parameter.Schema = Name(parameter.Schema!, document);
        return Task.CompletedTask;
    }

    private static void NameMembers(OpenApiSchema schema, OpenApiDocument document)
    {
        foreach (var (member, part) in schema.Properties?.ToList() ?? [])
            schema.Properties![member] = Name(part, document);
    }

    private static IOpenApiSchema Name(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema { Metadata: { } notes } own || !notes.TryGetValue(Note, out var note) || note is not string name)
            return schema;
        if (!document.Components!.Schemas!.ContainsKey(name))
            document.Components.Schemas[name] = Write(NamedChoice.Find(name) ?? NamedChoice.ProblemCode(CodesOf(document)));
        if (own.Type?.HasFlag(JsonSchemaType.Null) != true)
            return new OpenApiSchemaReference(name, document) { Description = own.Description };
        return new OpenApiSchema
        {
            OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, new OpenApiSchemaReference(name, document)],
            Description = own.Description,
        };
    }

    /// <summary>Returns the codes of all operations, and of paths and methods that no operation has.</summary>
    private static IEnumerable<string> CodesOf(OpenApiDocument document) =>
        document
            .Paths.Values.SelectMany(path => path.Operations!.Values)
            .SelectMany(operation => operation.Responses!.Values)
            .SelectMany(response =>
                response.Content is { } content && content.TryGetValue(Problem.MediaType, out var media)
                    ? media.Examples!.Keys
                    : (ICollection<string>)[]
            )
            .Append(Problem.Of(StatusCodes.Status404NotFound).Code)
            .Append(Problem.Of(StatusCodes.Status405MethodNotAllowed).Code)
            .Distinct();

    private static OpenApiSchema Write(NamedChoice choice) =>
        new()
        {
            Type = JsonSchemaType.String,
            Enum = [.. choice.Texts.Select(text => JsonValue.Create(text))],
            Description = choice.Meaning,
        };
}
