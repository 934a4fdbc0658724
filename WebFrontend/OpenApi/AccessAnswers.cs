using Microsoft.AspNetCore.Mvc.ApiExplorer;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Adds the responses to requests that are refused, which follow from the role that a route requires.</summary>
internal static class AccessAnswers
{
    private static readonly Answer Misdirected = new(
        421,
        "The service does not serve the name in `Host`.",
        Content.Json(ErrorResponse.Misdirected)
    );

    private static readonly HeaderText Challenge = new("WWW-Authenticate", "The scheme in which to send a key.", "Bearer");

    /// <summary>Returns the headers of every error with a status.</summary>
    public static HeaderText[] Headers(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => [Challenge],
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => [HeaderText.RetryAfter],
            _ => [],
        };

    /// <summary>Returns the role that an operation requires; <see langword="null"/> if it requires no key.</summary>
    public static Role? RoleOf(ApiDescription description) =>
        description.ActionDescriptor.EndpointMetadata.OfType<Requirement>().LastOrDefault()?.Role;

    public static Operation WithRefusals(this Operation operation, Role? role, string method)
    {
        if (role is not { } needed)
            return operation with { Answers = [.. operation.Answers, Misdirected] };
        var described = operation with
        {
            Description =
                $"{operation.Description}\n\nIf keys are configured, this operation requires a key with the role `{Roles.Name(needed)}`.",
        };
        return operation.Problems.Count > 0
            ? described with
            {
                Problems = [.. operation.Problems, .. Problems(needed, changes: method != HttpMethods.Get)],
            }
            : described with
            {
                Answers = [.. operation.Answers, .. Errors(needed, operation)],
            };
    }

    private static IEnumerable<Problem> Problems(Role needed, bool changes)
    {
        yield return Problem.Unauthorized;
        if (needed > Role.Read)
            yield return Problem.Forbidden(Roles.Name(needed));
        if (changes)
            yield return Problem.CrossSite;
        yield return Problem.MisdirectedRequest;
        yield return Problem.RateLimited;
    }

    private static IEnumerable<Answer> Errors(Role needed, Operation operation)
    {
        yield return Error(401, "The API key is missing or unknown.", ErrorResponse.UnknownKey);
        if (needed > Role.Read)
        {
            yield return new Answer(
                403,
                "The role of the API key does not allow this, or a web page of another site sent the request.",
                Content.Json<ErrorResponse>(("role", ErrorResponse.LacksRole(Roles.Name(needed))), ("page", ErrorResponse.CrossSite))
            );
        }

        yield return Misdirected;
        if (operation.Answers.All(answer => answer.Status != 429))
            yield return Error(429, "The API key has reached its rate limit.", ErrorResponse.RateLimited);
    }

    private static Answer Error(int status, string description, ErrorResponse error) =>
        new(status, description, Content.Json(error)) { Headers = Headers(status) };
}
