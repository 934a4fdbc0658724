using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Adds to schemas what the types of bodies do not express: optional members, closed lists, and minimum values.</summary>
internal sealed class SchemaWriter : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // A doc comment may be wrapped anywhere.
        schema.Description = schema.Description?.Replace('\n', ' ');
        if (context.JsonPropertyInfo is { } member)
            Describe(schema, member);
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
            Describe(schema, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(IsOptional))
            schema.Required?.Remove(member.Name);
        if (type.Type.IsDefined(typeof(JsonUnmappedMemberHandlingAttribute), inherit: false))
            schema.AdditionalPropertiesAllowed = false;
        if (type.Type.IsDefined(typeof(OrTextAttribute), inherit: false))
            schema.Type |= JsonSchemaType.String;
    }

    private static void Describe(OpenApiSchema schema, JsonPropertyInfo member)
    {
        if (IsOptional(member))
            schema.Type &= ~JsonSchemaType.Null;
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            schema.Minimum = (Find<MinimumAttribute>(member)?.Value ?? 0).ToString(CultureInfo.InvariantCulture);
        if (Find<OneOfAttribute>(member) is { } list)
            ChoiceWriter.Mark(schema, list.Name);
    }

    private static bool IsOptional(JsonPropertyInfo member) =>
        Find<JsonIgnoreAttribute>(member) is { Condition: JsonIgnoreCondition.WhenWritingNull };

    private static T? Find<T>(JsonPropertyInfo member)
        where T : Attribute => member.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: false) is [T found] ? found : null;
}
