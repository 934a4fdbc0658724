using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>
/// Tells the document's generator of bodies: endpoints read and write theirs by hand, so their signatures do not say all. An operation that is no
/// endpoint of ours, such as a health check, is added.
/// </summary>
internal sealed class OperationDescriptions : IApiDescriptionProvider
{
    /// <summary>After what is found in the signatures.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var operation in OperationTable.All)
        {
            var description = Find(operation, context.Results);
            Describe(description, operation.Behind(AccessAnswers.RoleOf(description)));
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    /// <summary>By what an operation is found again. The route of a group itself may end in a slash.</summary>
    public static string Key(ApiDescription description) => $"{description.HttpMethod} /{description.RelativePath?.TrimEnd('/')}";

    private static ApiDescription Find(Operation operation, IList<ApiDescription> known)
    {
        var key = $"{operation.Method} {operation.Path}";
        if (known.FirstOrDefault(description => Key(description) == key) is { } found)
        {
            found.RelativePath = operation.Path[1..];
            return found;
        }

        var added = new ApiDescription
        {
            HttpMethod = operation.Method,
            RelativePath = operation.Path[1..],

            // Its tag at first, where the generator looks for one.
            ActionDescriptor = new ActionDescriptor { EndpointMetadata = [], DisplayName = operation.Id, RouteValues = { ["controller"] = operation.Tag } },
        };
        known.Add(added);
        return added;
    }

    private static void Describe(ApiDescription description, Operation operation)
    {
        // A signature names some of the answers, the table all.
        description.SupportedResponseTypes.Clear();
        foreach (var answer in operation.Answers) description.SupportedResponseTypes.Add(Response(answer));
        foreach (var status in operation.Problems.Select(problem => problem.Status).Distinct())
            description.SupportedResponseTypes.Add(Response(status, typeof(ProblemResponse), Problem.MediaType));
        if (operation.Body is not { Example: not string } body) return;
        description.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = body.MediaType });
        description.ParameterDescriptions.Add(new ApiParameterDescription
        {
            Name = "body",
            Source = BindingSource.Body,
            Type = body.Example.GetType(),
            IsRequired = body.Required,
        });
    }

    private static ApiResponseType Response(Answer answer) => answer.Contents is [var first, ..]
        ? Response(answer.Status, first.Type, first.MediaType)
        : new ApiResponseType { StatusCode = answer.Status, Type = typeof(void) };

    private static ApiResponseType Response(int status, Type type, string mediaType) =>
        new() { StatusCode = status, Type = type, ApiResponseFormats = [new ApiResponseFormat { MediaType = mediaType }] };
}
