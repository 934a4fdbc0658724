using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>
/// Describes operations for the generator of the document. Endpoints read and write bodies by hand, so their signatures do not express
/// everything.
/// </summary>
internal sealed class OperationDescriptions(EndpointDataSource endpoints) : IApiDescriptionProvider
{
    /// <summary>Runs after the provider that reads signatures.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        var known = context.Results.Select(OperationOf).ToHashSet();
        foreach (var (route, operation) in endpoints.Described().Where(described => !known.Contains(described.Operation)))
            context.Results.Add(Add(route, operation));
        foreach (var description in context.Results)
        {
            if (OperationOf(description) is not { } operation)
                continue;

            // The route of a group itself ends in a slash.
            description.RelativePath = description.RelativePath!.TrimEnd('/');
            Describe(description, operation.WithRefusals(AccessAnswers.RoleOf(description), description.HttpMethod!));
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context) { }

    public static Operation? OperationOf(ApiDescription description) =>
        description.ActionDescriptor.EndpointMetadata.OfType<Operation>().LastOrDefault();

    /// <summary>Returns the description of a route without a signature, such as a health check.</summary>
    private static ApiDescription Add(RouteEndpoint route, Operation operation) =>
        new()
        {
            HttpMethod = HttpMethods.Get,
            RelativePath = route.Path()[1..],

            // The generator reads the tag from the name of the controller.
            ActionDescriptor = new ActionDescriptor
            {
                EndpointMetadata = [.. route.Metadata],
                DisplayName = operation.Id,
                RouteValues = { ["controller"] = operation.Tag },
            },
        };

    private static void Describe(ApiDescription description, Operation operation)
    {
        // A signature names only some of the responses.
        description.SupportedResponseTypes.Clear();
        foreach (var answer in operation.Answers)
            description.SupportedResponseTypes.Add(Response(answer));
        foreach (var status in operation.Problems.Select(problem => problem.Status).Distinct())
            description.SupportedResponseTypes.Add(Response(status, typeof(ProblemResponse), Problem.MediaType));
        if (operation.Body is not { Example: not string } body)
            return;
        description.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = body.MediaType });
        description.ParameterDescriptions.Add(
            new ApiParameterDescription
            {
                Name = "body",
                Source = BindingSource.Body,
                Type = body.Example.GetType(),
                IsRequired = body.Required,
            }
        );
    }

    private static ApiResponseType Response(Answer answer) =>
        answer.Contents is [var first, ..]
            ? Response(answer.Status, first.Type, first.MediaType)
            : new ApiResponseType { StatusCode = answer.Status, Type = typeof(void) };

    private static ApiResponseType Response(int status, Type type, string mediaType) =>
        new()
        {
            StatusCode = status,
            Type = type,
            ApiResponseFormats = [new ApiResponseFormat { MediaType = mediaType }],
        };
}
