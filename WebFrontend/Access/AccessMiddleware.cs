using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.Telemetry;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Passes a request on to its route if its caller is known, has the required role, and is within its rate limit.</summary>
/// <remarks>
/// A request within this process, with which the console reads the API, has its caller already, and the page that it is for was counted.
/// Only its role is checked. It is in the audit if it is admitted; of a refusal, the page is.
/// </remarks>
internal sealed class AccessMiddleware(
    RequestDelegate next,
    AccessPolicy policy,
    ConsoleSessions sessions,
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
            return admitted.Role < needed ? Forbid(context, needed) : AnswerAsync(context, route, admitted, needed, next(context));
        return IdentifyAsync(context, route, needed);
    }

    private async Task IdentifyAsync(HttpContext context, RouteEndpoint route, Role needed)
    {
        SessionTicket? session;
        try
        {
            session = await sessions.FindAsync(context.Request);
        }
        catch (ClusterUnavailableException)
        {
            await Refusal.Unavailable.ExecuteAsync(context);
            return;
        }

        var page = route.Metadata.GetMetadata<KeyPrompt>() is not null;
        var caller = policy.Current.Identify(context.Request, page, session?.Key);
        if (Refuse(context, route, caller, needed, page ? KeyPrompt.Challenge : "Bearer") is { } refused)
        {
            await audit.NoteAsync(context, route, caller, refused);
            return;
        }

        context.Features.Set(caller);
        if (caller!.Digest != session?.Key)
            session = null;
        await AnswerAsync(context, route, caller, needed, policy.AnswerAsync(context, caller, session, next));
        if (context.Response.StatusCode == StatusCodes.Status403Forbidden && route.Metadata.GetMetadata<SignInPage>() is not null)
            await audit.NoteAsync(context, route, caller, Task.CompletedTask);
    }

    private Task AnswerAsync(HttpContext context, RouteEndpoint route, Caller caller, Role needed, Task answered) =>
        Audit.Watches(context.Request, needed) ? audit.NoteAsync(context, route, caller, answered) : answered;

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
        return standing.RetryAfter is null ? null : Refuse(context, Problem.RateLimited, ErrorResponse.RateLimited);
    }

    private Task Refuse(HttpContext context, Problem problem, ErrorResponse response)
    {
        telemetry.AccessRefused(problem.Code);
        return new Refusal(problem, response).ExecuteAsync(context);
    }
}
