using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Writes into schemas what the types of bodies do not say: which members may be missing, which words a text is one of, what a member means.</summary>
internal sealed class SchemaWriter : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } member) Describe(schema, member);
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object) Describe(schema, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(MayBeMissing)) schema.Required?.Remove(member.Name);
        if (FieldDescriptions.Closed.Contains(type.Type)) schema.AdditionalPropertiesAllowed = false;
    }

    private static void Describe(OpenApiSchema schema, JsonPropertyInfo member)
    {
        if (MayBeMissing(member)) schema.Type &= ~JsonSchemaType.Null;
        if (FieldDescriptions.Of(member) is not { } word) return;
        schema.Description ??= word.Meaning;
        if (word.Least is { } least) schema.Minimum = least;
        if (word.OneOf is { } choice) ChoiceWriter.Mark(schema, choice);
    }

    private static bool MayBeMissing(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];
}
