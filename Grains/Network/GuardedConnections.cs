using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Images;

namespace RetailPulse.Grains.Network;

/// <summary>Creates the HTTP handlers of all requests to URLs that clients choose.</summary>
/// <remarks>HTTP/1.1 only: one connection carries one request at a time, so that a stalled stream holds up no other.</remarks>
internal static class GuardedConnections
{
    /// <summary>Maximum size of the status line, headers, and trailers of a response, in KiB.</summary>
    private const int MaxHeaders = 64;

    /// <summary>Returns a handler whose connections all go through <paramref name="connector"/>.</summary>
    public static SocketsHttpHandler Open(GuardedConnector connector, FetchTelemetry telemetry) =>
        new()
        {
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context, connector, telemetry, cancellationToken),

            // A proxy would open the connections itself, to addresses that nothing has checked.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,

            // Nothing here inflates a compression bomb.
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeaders,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),

            // Names move to other addresses, and a pooled connection must not outlive that for long.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = WithoutDownloads() },
            ActivityHeadersPropagator = null,
        };

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        GuardedConnector connector,
        FetchTelemetry telemetry,
        CancellationToken cancellationToken
    )
    {
        var request = (GuardedRequest)context.InitialRequestMessage;
        try
        {
            return await connector.ConnectAsync(context.DnsEndPoint, request.Owner, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectFailedException exception) when (exception.Reason == ImageReason.RefusedAddress)
        {
            telemetry.ConnectionRefused(
                request.IsRedirected ? RefusedAddress.Redirect
                : IPAddress.TryParse(context.DnsEndPoint.Host, out _) ? RefusedAddress.Literal
                : RefusedAddress.Resolved
            );
            throw;
        }
    }

    /// <summary>
    /// Disables downloads: a server's certificate may name any URL from which to fetch its issuer, and that download would bypass the check
    /// of addresses.
    /// </summary>
    private static X509ChainPolicy WithoutDownloads() =>
        new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
}
