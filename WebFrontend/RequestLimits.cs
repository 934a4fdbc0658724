using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using RetailPulse.Web.Edge;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Web;

/// <summary>What a client may take of the server: connections, and the time and length of what it sends.</summary>
internal static class RequestLimits
{
    /// <summary>Of routes that read a body. Others read nothing, and their calls of the cluster have limits of their own.</summary>
    public const string Body = "body";

    /// <summary>The line and the headers of a request are there at once, or never.</summary>
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(15);

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddRequestTimeouts();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>>((server, api) =>
        {
            server.AddServerHeader = false;
            server.ConfigureEndpointDefaults(ConnectionShares.Limit(api.Value));
            Bound(server.Limits, api.Value);
        });
        builder.Services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ApiOptions>>((timeouts, api) => timeouts.AddPolicy(Body, BodyWithin(api.Value.BodyTimeout)));
    }

    /// <summary>Kestrel's own pace for bodies, 240 bytes a second, stays beside the time that they have as a whole.</summary>
    private static void Bound(KestrelServerLimits limits, ApiOptions api)
    {
        limits.MaxRequestBodySize = api.MaxBodyBytes;
        limits.MaxConcurrentConnections = api.MaxConnections;
        limits.RequestHeadersTimeout = HeadersWithin;
    }

    private static RequestTimeoutPolicy BodyWithin(TimeSpan timeout) => new()
    {
        Timeout = timeout,
        TimeoutStatusCode = StatusCodes.Status408RequestTimeout,

        // Left without a body, it gets the one of its route's dialect.
        WriteTimeoutResponse = _ => Task.CompletedTask,
    };
}
