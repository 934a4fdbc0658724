using Microsoft.Extensions.Primitives;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Recognizes the origin of the service's own pages.</summary>
internal static class OwnOrigin
{
    /// <summary>
    /// Returns whether an origin is our own. The scheme is ignored: behind a proxy that ends TLS, the service does not know its own.
    /// </summary>
    public static bool Is(StringValues origin, HostString host) =>
        origin is [{ } single]
        && Uri.TryCreate(single, UriKind.Absolute, out var page)
        && Uri.TryCreate($"{page.Scheme}://{host.ToUriComponent()}", UriKind.Absolute, out var own)
        && string.Equals(page.Authority, own.Authority, StringComparison.OrdinalIgnoreCase);
}
