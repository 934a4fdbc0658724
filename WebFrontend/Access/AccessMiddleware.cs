using System.Globalization;
using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Passes a request on to its route if its caller is known, has the required role, and is within its rate limit.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessPolicy policy, RequestRates limits, Audit audit)
{
    public Task InvokeAsync(HttpContext context)
    {
        // A request without a route (an unknown path or method) reaches no data.
        if (context.GetEndpoint() is not RouteEndpoint route || Requirement.Of(route).Role is not { } needed)
            return next(context);
        var page = route.Metadata.GetMetadata<KeyPrompt>() is not null;
        var caller = policy.Current.Identify(context.Request, page);
        if (Refuse(context, caller, needed, page ? KeyPrompt.Challenge : "Bearer") is { } refused)
            return audit.NoteAsync(context, route, caller, refused);

        context.Features.Set(caller);
        var answered = next(context);
        return Audit.Watches(context.Request, needed) ? audit.NoteAsync(context, route, caller, answered) : answered;
    }

    /// <summary>Writes the response to a request that is refused; returns <see langword="null"/> if the request is admitted.</summary>
    private Task? Refuse(HttpContext context, Caller? caller, Role needed, string challenge)
    {
        if (caller is null)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = challenge;
            return new Refusal(Problem.Unauthorized, ErrorResponse.UnknownKey).ExecuteAsync(context);
        }

        if (caller.Role < needed)
        {
            limits.Peek(caller, context.Connection.RemoteIpAddress)?.Show(context);
            return new Refusal(Problem.Forbidden(Roles.Name(needed)), ErrorResponse.LacksRole(Roles.Name(needed))).ExecuteAsync(context);
        }

        if (limits.Take(caller, context.Connection.RemoteIpAddress) is not { } standing)
            return null;
        standing.Show(context);
        if (standing.RetryAfter is not { } seconds)
            return null;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return new Refusal(Problem.RateLimited, ErrorResponse.RateLimited).ExecuteAsync(context);
    }
}
