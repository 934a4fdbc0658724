using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>
/// <c>GET /api/v1/jobs/{id}/events</c>: returns server-sent events. Status 204 tells a browser that reconnects after the end not to do so
/// again.
/// </summary>
internal static class JobEventsEndpoint
{
    internal static async Task<Results<EventStream, NoContent, Problem>> GetAsync(
        string id,
        HttpRequest request,
        JobFeeds feeds,
        IJobSource source,
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
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        if (await source.ReadAsync(jobId) is not { } job)
            return Problem.JobNotFound;
        var last = EventId.Parse(request.Headers[EventText.LastId]);
        if (last?.EndedAt is { } ended && ended == job.EndedAt?.UtcTicks)
            return TypedResults.NoContent();
        var tenant = Caller.Of(request.HttpContext).Tenant;
        if (!permits.TryAcquire(tenant))
            return Problem.TooManyListeners;
        return new EventStream(
            jobId,
            job,
            last?.Told ?? FailureCursor.Start,
            tenant,
            feeds,
            source,
            permits,
            time,
            lifetime.ApplicationStopping
        );
    }
}
