using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Lets the entries of lists with an <see cref="OrTextAttribute"/> be texts too.</summary>
internal sealed class TextEntryWriter : IOpenApiDocumentTransformer
{
    /// <summary>Key of the note in the metadata of a schema, which is not written to the document.</summary>
    private const string Note = "x-or-text";

    public static void Mark(OpenApiSchema schema) => (schema.Metadata ??= new Dictionary<string, object>())[Note] = true;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (
            var list in document
                .Components!.Schemas!.Values.OfType<OpenApiSchema>()
                .SelectMany(schema => schema.Properties?.Values ?? [])
                .OfType<OpenApiSchema>()
                .Where(member => member.Metadata?.ContainsKey(Note) == true)
        )
            list.Items = new OpenApiSchema { AnyOf = [new OpenApiSchema { Type = JsonSchemaType.String }, list.Items!] };
        return Task.CompletedTask;
    }
}
