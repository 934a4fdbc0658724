using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Network;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>How the fetcher speaks HTTP: the connections that all attempts share.</summary>
/// <remarks>
/// HTTP/1.1 only: one connection carries one image at a time, so that a peer's flow control or a stalled stream holds up that image alone and
/// <see cref="ImagesOptions.MaxConnectionsPerHost"/> bounds what a host has to serve at once.
/// </remarks>
internal static class ImageConnections
{
    /// <summary>Maximum length of status line, headers, and trailers, in KiB.</summary>
    private const int LongestHeaders = 64;

    /// <summary>
    /// How much of a body that nobody wants is read, in bytes, for the sake of the connection. Refusals are short; a longer rest costs more than
    /// a new connection.
    /// </summary>
    public const int LongestRest = 64 * 1024;

    private static readonly TimeSpan RestWithin = TimeSpan.FromSeconds(1);

    public static SocketsHttpHandler Open(ImagesOptions options, GuardedConnector connector) => new()
    {
        ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint, OwnerOf(context.InitialRequestMessage), cancellationToken),

        // A proxy would do the connecting, to addresses that nobody checked.
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,

        // Compressed content goes to the meter as it is, and is not an image: nothing here inflates a decompression bomb.
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = options.MaxConnectionsPerHost,
        MaxResponseHeadersLength = LongestHeaders,
        MaxResponseDrainSize = LongestRest,
        ResponseDrainTimeout = RestWithin,
        ConnectTimeout = options.AttemptTimeout,

        // Names move to other addresses; a pooled connection must not outlive that for long.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = WithoutDownloads() },
        RequestHeaderEncodingSelector = ImageRequest.OnSending,
        ActivityHeadersPropagator = null,
    };

    private static Owner OwnerOf(HttpRequestMessage request) => request.Options.TryGetValue(GuardedConnector.OnBehalfOf, out var owner) ? owner : default;

    /// <summary>A server's certificate may name any URL to fetch its issuer from, and that download would go past the check of addresses.</summary>
    private static X509ChainPolicy WithoutDownloads() => new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
}
