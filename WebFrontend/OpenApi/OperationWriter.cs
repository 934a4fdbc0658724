using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Writes what the table tells of an operation into the document: words, parameters, headers, examples, codes.</summary>
internal sealed class OperationWriter(IOptions<JsonOptions> json) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (!OperationTable.ByKey.TryGetValue(OperationDescriptions.Key(context.Description), out var bare)) return Task.CompletedTask;
        var role = AccessAnswers.RoleOf(context.Description);
        var told = bare.Behind(role);
        (operation.OperationId, operation.Summary, operation.Description) = (told.Id, told.Summary, told.Description);
        operation.Tags = new HashSet<OpenApiTagReference> { new(told.Tag, context.Document) };
        operation.Security = role is null ? [] : [.. DocumentWriter.Schemes.Keys.Select(scheme => new OpenApiSecurityRequirement { [new(scheme, context.Document)] = [] })];
        operation.Parameters = [.. told.Fields.Select(Parameter)];
        if (told.Body is { } body) operation.RequestBody = Body(body, operation.RequestBody);
        foreach (var answer in told.Answers) Tell(answer, Response(operation, answer.Status, [.. told.Headers, .. answer.Headers]), context);
        foreach (var problems in told.Problems.GroupBy(problem => problem.Status))
            Tell([.. problems], Response(operation, problems.Key, [.. told.Headers, .. AccessAnswers.Headers(problems.Key)]));
        return Task.CompletedTask;
    }

    private static OpenApiParameter Parameter(Field field) => Parameter(field, required: field.In == ParameterLocation.Path);

    public static OpenApiParameter Parameter(Field field, bool required) => new()
    {
        Name = field.Name,
        In = field.In,
        Description = field.Description,
        Required = required,
        Schema = field.Schema,
    };

    private OpenApiRequestBody Body(RequestText body, IOpenApiRequestBody? found) => new()
    {
        Description = body.Description,
        Required = body.Required,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [body.MediaType] = new()
            {
                Schema = found?.Content?[body.MediaType].Schema ?? new OpenApiSchema { Type = JsonSchemaType.String },
                Example = Node(body.Example),
            },
        },
    };

    private static OpenApiResponse Response(OpenApiOperation operation, int status, IReadOnlyList<HeaderText> headers)
    {
        var response = (OpenApiResponse)operation.Responses![status.ToString(CultureInfo.InvariantCulture)];
        response.Headers = Headers(headers);
        return response;
    }

    private void Tell(Answer answer, OpenApiResponse response, OpenApiOperationTransformerContext context)
    {
        response.Description = answer.Description;
        foreach (var content in answer.Contents)
        {
            if (!response.Content!.TryGetValue(content.MediaType, out var media)) response.Content[content.MediaType] = media = new OpenApiMediaType { Schema = Other(content, context) };
            if (content.IsStreamed) media.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            media.Examples = content.Examples.ToDictionary(example => example.Name, IOpenApiExample (example) => new OpenApiExample { Value = Node(example.Value) });
        }
    }

    /// <summary>The schema of a further form: text, or objects whose schema another answer has brought into the document.</summary>
    private static IOpenApiSchema Other(Content content, OpenApiOperationTransformerContext context) => content.Type == typeof(string)
        ? new OpenApiSchema { Type = JsonSchemaType.String }
        : new OpenApiSchemaReference(content.Type.Name, context.Document);

    /// <summary>All problems of one status, each shown under its code. They have one schema, so that generated clients have one type of error.</summary>
    private void Tell(IReadOnlyList<Problem> problems, OpenApiResponse response)
    {
        response.Description = string.Join("\n", problems.DistinctBy(problem => problem.Code).Select(problem => $"- `{problem.Code}`: {problem.Detail ?? "a fault of ours."}"));
        var media = response.Content![Problem.MediaType];
        media.Examples = problems.DistinctBy(problem => problem.Code)
            .ToDictionary(problem => problem.Code, IOpenApiExample (problem) => new OpenApiExample { Value = Node(problem.Body) });
    }

    private static Dictionary<string, IOpenApiHeader> Headers(IReadOnlyList<HeaderText> headers) => headers.ToDictionary(
        header => header.Name,
        IOpenApiHeader (header) => new OpenApiHeader
        {
            Description = header.Description,
            Required = header.Always,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            Example = header.Example,
        });

    private JsonNode Node(object example) => JsonSerializer.SerializeToNode(example, example.GetType(), json.Value.SerializerOptions)!;
}
