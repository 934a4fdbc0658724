using System.Net;
using System.Net.Sockets;
using ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Decides which proxies are trusted, and which of their headers are used.</summary>
internal static class Forwarding
{
    /// <summary>Beginning of the names of headers that only proxies add.</summary>
    private const string Prefix = "X-Forwarded";

    /// <summary>
    /// Other headers that show that a proxy forwarded a request, including those that the middleware leaves after it has applied one, and
    /// those of tunnels and content delivery networks.
    /// </summary>
    private static readonly string[] Headers =
    [
        "Forwarded",
        "X-Real-IP",
        "Via",
        "X-Original-For",
        "X-Original-Proto",
        "X-Original-Host",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "X-Envoy-External-Address",
        "True-Client-IP",
        "CF-Connecting-IP",
        "CF-Ray",
        "CDN-Loop",
        "Fastly-Client-IP",
        "X-Azure-ClientIP",
    ];

    /// <summary>Returns whether a proxy has marked the request as forwarded.</summary>
    public static bool IsForwarded(this HttpRequest request) =>
        Headers.Any(request.Headers.ContainsKey)
        || request.Headers.Keys.Any(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes the client address, the scheme and the path prefix from the trusted proxies, through any number of them.</summary>
    /// <remarks>
    /// The host is not taken: a proxy must pass it on in <c>Host</c>, because most proxies let a client's own <c>X-Forwarded-Host</c>
    /// through.
    /// </remarks>
    public static void Configure(ForwardedHeadersOptions forwarded, IEnumerable<string> trustedProxies)
    {
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var proxy in trustedProxies)
            if (TryParse(proxy, out var network))
                forwarded.KnownIPNetworks.Add(network);

        // Without a known proxy, the middleware trusts everyone, so it must apply nothing.
        forwarded.ForwardedHeaders =
            forwarded.KnownIPNetworks.Count > 0
                ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix
                : ForwardedHeaders.None;
        forwarded.ForwardLimit = null;
    }

    /// <summary>Removes a forwarded prefix that would turn a link into a URL of another host.</summary>
    public static Task CheckPrefixAsync(HttpContext context, RequestDelegate next)
    {
        var prefix = context.Request.PathBase.Value;
        if (string.IsNullOrEmpty(prefix))
            return next(context);
        var trimmed = prefix.TrimEnd('/');
        context.Request.PathBase = IsPath(trimmed) ? trimmed : PathString.Empty;
        return next(context);
    }

    /// <summary>Returns whether a text is a path prefix such as <c>/pulse</c> or <c>/tools/pulse</c>.</summary>
    public static bool IsPath(string text) =>
        text.StartsWith('/')
        && text[1..]
            .Split('/')
            .All(segment =>
                segment is not ("" or "." or "..") && segment.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._~".Contains(letter))
            );

    /// <summary>Parses an address or a network such as <c>10.1.0.0/16</c>. Rejects the network of all addresses.</summary>
    /// <remarks>
    /// The framework's parser reads <c>010.0.0.0</c> as 8.0.0.0 and drops bits beyond the prefix. Neither may widen trust unnoticed.
    /// </remarks>
    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var bare = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(bare, out var address))
            return false;
        if (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != bare)
            return false;
        var whole = slash < 0 ? $"{bare}/{(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)}" : text;
        return IPNetwork.TryParse(whole, out network) && network.PrefixLength > 0 && network.BaseAddress.Equals(address);
    }
}
