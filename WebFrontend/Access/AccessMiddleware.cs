using System.Globalization;
using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Telemetry;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Passes a request on to its route if its caller is known, has the required role, and is within its rate limit.</summary>
/// <remarks>
/// A request within this process, with which the console reads the API, has its caller already. Only its role is checked: the page that it
/// is for was counted and is in the audit.
/// </remarks>
internal sealed class AccessMiddleware(
    RequestDelegate next,
    AccessPolicy policy,
    RequestRates limits,
    Audit audit,
    FrontEndTelemetry telemetry
)
{
    public Task InvokeAsync(HttpContext context)
    {
        // A request without a route (an unknown path or method) reaches no data.
        if (context.GetEndpoint() is not RouteEndpoint route || Requirement.Of(route).Role is not { } needed)
            return next(context);
        if (context.Features.Get<Caller>() is { } admitted)
            return admitted.Role < needed ? Forbid(context, needed) : next(context);
        var page = route.Metadata.GetMetadata<KeyPrompt>() is not null;
        var caller = policy.Current.Identify(context.Request, page);
        if (Refuse(context, route, caller, needed, page ? KeyPrompt.Challenge : "Bearer") is { } refused)
            return audit.NoteAsync(context, route, caller, refused);

        context.Features.Set(caller);
        var answered = next(context);
        return Audit.Watches(context.Request, needed) ? audit.NoteAsync(context, route, caller, answered) : answered;
    }

    private Task Forbid(HttpContext context, Role needed) =>
        Refuse(context, Problem.Forbidden(Roles.Name(needed)), ErrorResponse.LacksRole(Roles.Name(needed)));

    /// <summary>Writes the response to a request that is refused; returns <see langword="null"/> if the request is admitted.</summary>
    private Task? Refuse(HttpContext context, RouteEndpoint route, Caller? caller, Role needed, string challenge)
    {
        if (caller is null && route.Metadata.GetMetadata<SignInPage>() is not null)
            return SignInPage.RedirectAsync(context);
        if (caller is null)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = challenge;
            return Refuse(context, Problem.Unauthorized, ErrorResponse.UnknownKey);
        }

        if (caller.Role < needed)
        {
            limits.Peek(caller, context.Connection.RemoteIpAddress)?.Show(context);
            return Forbid(context, needed);
        }

        if (limits.Take(caller, context.Connection.RemoteIpAddress) is not { } standing)
            return null;
        standing.Show(context);
        if (standing.RetryAfter is not { } seconds)
            return null;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Refuse(context, Problem.RateLimited, ErrorResponse.RateLimited);
    }

    private Task Refuse(HttpContext context, Problem problem, ErrorResponse response)
    {
        telemetry.AccessRefused(problem.Code);
        return new Refusal(problem, response).ExecuteAsync(context);
    }
}
