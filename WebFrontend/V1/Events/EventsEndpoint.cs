using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary><c>GET /api/v1/events</c>: returns the events of the caller's tenant.</summary>
internal static class EventsEndpoint
{
    internal static async Task<Results<TenantEventStream, Problem>> GetAsync(
        HttpRequest request,
        TenantFeed feed,
        IEventSource source,
        ListenerPermits permits,
        TimeProvider time,
        IHostApplicationLifetime lifetime
    )
    {
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        if (!EventText.IsAccepted(request))
            return Problem.NotAcceptable(EventText.MediaType);
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var caller = Caller.Of(request.HttpContext);
        var sent = request.Headers[EventText.LastId].ToString();
        var last = EventPosition.Parse(sent);

        // Also for a client that resumes, so that a cluster that does not respond is reported before the stream begins.
        var end = (await source.ReadAsync(null, [])).Next;
        if (!permits.TryAcquire(caller.Tenant))
            return Problem.TooManyListeners;
        return new TenantEventStream(
            caller.Scope,
            last ?? end,
            gap: last is null && sent.Length > 0,
            caller.Tenant,
            feed,
            source,
            permits,
            time,
            lifetime.ApplicationStopping
        );
    }
}
