using Microsoft.AspNetCore.Mvc.ApiExplorer;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>What a route answers whoever it does not let through, which follows from what it asks of its caller.</summary>
internal static class AccessAnswers
{
    private static readonly Answer Misdirected = new(421, "The service does not answer to the name in `Host`.", Content.Json(ErrorResponse.Misdirected));

    private static readonly HeaderText Challenge = new("WWW-Authenticate", "How to send a key.", "Bearer");

    /// <summary>The headers of every error of a status.</summary>
    public static HeaderText[] Headers(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => [Challenge],
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => [HeaderText.RetryAfter],
        _ => [],
    };

    /// <summary>The role that an operation takes; <see langword="null"/>: it asks for no key.</summary>
    public static Role? RoleOf(ApiDescription description) => description.ActionDescriptor.EndpointMetadata.OfType<Requirement>().LastOrDefault()?.Role;

    /// <summary>The operation, with those answers.</summary>
    public static Operation Behind(this Operation operation, Role? role)
    {
        if (role is not { } needed) return operation with { Answers = [.. operation.Answers, Misdirected] };
        var told = operation with { Description = $"{operation.Description}\n\nWhere keys are configured, it takes one with the role `{Roles.Name(needed)}`." };
        return operation.Problems.Count > 0
            ? told with { Problems = [.. operation.Problems, .. Refusals(needed, operation)] }
            : told with { Answers = [.. operation.Answers, .. OldRefusals(needed, operation)] };
    }

    private static IEnumerable<Problem> Refusals(Role needed, Operation operation)
    {
        yield return Problem.Unauthorized;
        if (needed > Role.Read) yield return Problem.Forbidden(Roles.Name(needed));
        if (Changes(operation)) yield return Problem.CrossSite;
        yield return Problem.MisdirectedRequest;
        yield return Problem.RateLimited;
    }

    private static IEnumerable<Answer> OldRefusals(Role needed, Operation operation)
    {
        yield return Refusal(401, "The key is missing or unknown.", ErrorResponse.UnknownKey);
        if (needed > Role.Read)
            yield return new Answer(403, "The key may not do this, or a web page of another site sent the request.", Content.Json<ErrorResponse>(("role", ErrorResponse.LacksRole(Roles.Name(needed))), ("page", ErrorResponse.CrossSite)));
        yield return Misdirected;
        if (operation.Answers.All(answer => answer.Status != 429)) yield return Refusal(429, "The key has made as many requests as it may.", ErrorResponse.RateLimited);
    }

    private static bool Changes(Operation operation) => operation.Method != HttpMethods.Get;

    private static Answer Refusal(int status, string description, ErrorResponse error) =>
        new(status, description, Content.Json(error)) { Headers = Headers(status) };
}
