using Microsoft.AspNetCore.Http.Features;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Streams;

/// <summary>A 200 response with server-sent events for one client, which holds a permit until it ends.</summary>
/// <param name="tenant">Tenant whose permit the stream holds and releases.</param>
/// <param name="stopping">Canceled when the front end stops.</param>
internal abstract class EventResponse(string tenant, ListenerPermits permits, TimeProvider time, CancellationToken stopping) : IResult
{
    /// <summary>Maximum duration of one stream. Its client reconnects and resumes after the last event that it has.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    protected TimeProvider Time => time;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var limit = new CancellationTokenSource(MaxDuration, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            stopping,
            limit.Token,
            httpContext.Features.Get<AdmittedRequest>()?.SessionOver ?? CancellationToken.None
        );
        try
        {
            httpContext.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            httpContext.Response.ContentType = EventText.MediaType;
            httpContext.Response.Headers["X-Accel-Buffering"] = "no";
            if (!httpContext.IsHead())
                await RunAsync(new EventConnection(httpContext, permits.Telemetry, time, over.Token));
        }
        catch (TimeoutException)
        {
            permits.Telemetry.ListenerDropped(overrun: false);
            httpContext.Abort();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested) { }
        finally
        {
            Quit();
            permits.Release(tenant);
        }
    }

    /// <summary>Sends events until the stream ends.</summary>
    protected abstract Task RunAsync(EventConnection connection);

    /// <summary>Leaves the feed.</summary>
    protected abstract void Quit();
}
