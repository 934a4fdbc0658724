using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Limits what a client may use of the server: connections, and the duration and length of requests.</summary>
internal static class RequestLimits
{
    /// <summary>
    /// Timeout policy for routes that read a body. Other routes read nothing, and their calls to the cluster have their own limits.
    /// </summary>
    public const string Body = "body";

    /// <summary>Maximum time for the request line and headers to arrive.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Maximum length of the request line in bytes. The label, the metadata, and the callback URL of an upload are in it, up to 110,000
    /// bytes if all of their characters are escaped.
    /// </summary>
    private const int MaxRequestLineBytes = 128 * 1024;

    /// <summary>Maximum length of all headers in bytes, without the request line.</summary>
    private const int MaxHeadersBytes = 32 * 1024;

    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddRequestTimeouts();
        builder
            .Services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<ApiOptions>>(
                (server, api) =>
                {
                    server.AddServerHeader = false;
                    Bound(server.Limits, api.Value);
                }
            );
        builder
            .Services.AddOptions<RequestTimeoutOptions>()
            .Configure<IOptions<ApiOptions>>((timeouts, api) => timeouts.AddPolicy(Body, BodyPolicy(api.Value.BodyTimeout)));
    }

    /// <summary>
    /// Sets the limits. Kestrel's own minimum rate for bodies, 240 bytes per second, applies in addition to their total time.
    /// </summary>
    private static void Bound(KestrelServerLimits limits, ApiOptions api)
    {
        limits.MaxRequestBodySize = api.MaxBodyBytes;
        limits.MaxConcurrentConnections = api.MaxConnections;
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.MaxRequestLineSize = MaxRequestLineBytes;

        // HTTP/2 sends the path as one of the headers.
        limits.MaxRequestHeadersTotalSize = MaxRequestLineBytes + MaxHeadersBytes;
        limits.Http2.MaxRequestHeaderFieldSize = MaxRequestLineBytes;
    }

    private static RequestTimeoutPolicy BodyPolicy(TimeSpan timeout) =>
        new()
        {
            Timeout = timeout,
            TimeoutStatusCode = StatusCodes.Status408RequestTimeout,

            // Left without a body, so that it gets the one of its route's error format.
            WriteTimeoutResponse = _ => Task.CompletedTask,
        };
}
