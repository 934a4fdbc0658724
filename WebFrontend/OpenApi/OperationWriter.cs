using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Writes the description of an operation into the document: texts, parameters, headers, examples, and codes.</summary>
internal sealed class OperationWriter(IOptions<JsonOptions> json) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (OperationDescriptions.OperationOf(context.Description) is not { } plain)
            return Task.CompletedTask;
        var role = AccessAnswers.RoleOf(context.Description);
        var described = plain.WithRefusals(role, context.Description.HttpMethod!);
        (operation.OperationId, operation.Summary, operation.Description) = (described.Id, described.Summary, described.Description);
        operation.Tags = new HashSet<OpenApiTagReference> { new(described.Tag, context.Document) };
        operation.Security = role is null
            ? []
            : [.. DocumentWriter.Schemes.Keys.Select(scheme => new OpenApiSecurityRequirement { [new(scheme, context.Document)] = [] })];
        operation.Parameters = [.. described.Fields.Select(Parameter)];
        if (described.Body is { } body)
            operation.RequestBody = Body(body, operation.RequestBody);
        foreach (var answer in described.Answers)
            Describe(answer, Response(operation, answer.Status, [.. described.Headers, .. answer.Headers]), context);
        foreach (var problems in described.Problems.GroupBy(problem => problem.Status))
            Describe([.. problems], Response(operation, problems.Key, [.. described.Headers, .. AccessAnswers.Headers(problems.Key)]));
        foreach (var response in operation.Responses!.Values.OfType<OpenApiResponse>())
            AddCommonHeaders(response, ofKey: role is not null, context.Document);
        return Task.CompletedTask;
    }

    /// <summary>Adds the headers of every response, which the document describes once.</summary>
    private static void AddCommonHeaders(OpenApiResponse response, bool ofKey, OpenApiDocument? document)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        foreach (var header in (HeaderText[])[HeaderText.RequestId, .. ofKey ? HeaderText.OfRate : []])
            response.Headers[header.Name] = new OpenApiHeaderReference(header.Name, document);
    }

    private static OpenApiParameter Parameter(Field field) => Parameter(field, required: field.In == ParameterLocation.Path);

    public static OpenApiParameter Parameter(Field field, bool required)
    {
        var parameter = new OpenApiParameter
        {
            Name = field.Name,
            In = field.In,
            Description = field.Description,
            Required = required,
            Schema = field.Schema,
        };

        // An object is written as name[key]=value.
        if (field.Schema.Type == JsonSchemaType.Object)
            (parameter.Style, parameter.Explode) = (ParameterStyle.DeepObject, true);
        return parameter;
    }

    private OpenApiRequestBody Body(RequestText body, IOpenApiRequestBody? found)
    {
        var content = new Dictionary<string, OpenApiMediaType>
        {
            [body.MediaType] = new()
            {
                Schema = found?.Content?[body.MediaType].Schema ?? new OpenApiSchema { Type = JsonSchemaType.String },
                Example = Node(body.Example),
            },
        };
        foreach (var (type, example) in body.Streamed)
            content[type] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                Example = Node(example),
            };
        return new OpenApiRequestBody
        {
            Description = body.Description,
            Required = body.Required,
            Content = content,
        };
    }

    private static OpenApiResponse Response(OpenApiOperation operation, int status, IReadOnlyList<HeaderText> headers)
    {
        var response = (OpenApiResponse)operation.Responses![status.ToString(CultureInfo.InvariantCulture)];
        response.Headers = Headers(headers);
        return response;
    }

    private void Describe(Answer answer, OpenApiResponse response, OpenApiOperationTransformerContext context)
    {
        response.Description = answer.Description;
        foreach (var content in answer.Contents)
        {
            if (!response.Content!.TryGetValue(content.MediaType, out var media))
                response.Content[content.MediaType] = media = new OpenApiMediaType { Schema = Other(content, context) };
            if (content.IsStreamed)
                media.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            media.Examples = content.Examples.ToDictionary(
                example => example.Name,
                IOpenApiExample (example) => new OpenApiExample { Value = Node(example.Value) }
            );
        }
    }

    /// <summary>
    /// Returns the schema of a further media type: text, or objects whose schema another response has added to the document.
    /// </summary>
    private static IOpenApiSchema Other(Content content, OpenApiOperationTransformerContext context) =>
        content.Type == typeof(string)
            ? new OpenApiSchema { Type = JsonSchemaType.String }
            : new OpenApiSchemaReference(content.Type.Name, context.Document);

    /// <summary>
    /// Describes all problems of one status, each by its code. They have one schema, so that generated clients have one type of error.
    /// </summary>
    private void Describe(IReadOnlyList<Problem> problems, OpenApiResponse response)
    {
        response.Description = string.Join(
            "\n",
            problems
                .DistinctBy(problem => problem.Code)
                .Select(problem => $"- `{problem.Code}`: {problem.Detail ?? "The service has an internal error."}")
        );
        var media = response.Content![Problem.MediaType];
        media.Examples = problems
            .DistinctBy(problem => problem.Code)
            .ToDictionary(
                problem => problem.Code,
                IOpenApiExample (problem) => new OpenApiExample { Value = Node(problem.Body(Examples.Instance)) }
            );
    }

    private static Dictionary<string, IOpenApiHeader> Headers(IReadOnlyList<HeaderText> headers) =>
        headers.ToDictionary(header => header.Name, IOpenApiHeader (header) => Header(header));

    public static OpenApiHeader Header(HeaderText header) =>
        new()
        {
            Description = header.Description,
            Required = header.Always,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = header.Example,
        };

    private JsonNode Node(object example) => JsonSerializer.SerializeToNode(example, example.GetType(), json.Value.SerializerOptions)!;
}
