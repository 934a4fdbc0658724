using RetailPulse.WebFrontend.Access;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Detects requests that a web page of another site makes a browser send.</summary>
/// <remarks>
/// A browser reports where a request comes from in <c>Sec-Fetch-Site</c> (W3C Fetch Metadata) and <c>Origin</c> (Fetch), which a page
/// cannot forge. A request with neither header comes from a program. Requests that change nothing pass, because the browser keeps their
/// responses from the page.
/// </remarks>
internal static class CrossSite
{
    private const string Site = "Sec-Fetch-Site";

    /// <param name="allowed">Origins whose pages may make changes.</param>
    public static bool Refuses(HttpRequest request, IReadOnlySet<string> allowed)
    {
        if (IsSafe(request.Method))
            return false;
        var origin = request.Headers.Origin;
        if (origin is [{ } single] && allowed.Contains(single))
            return false;
        if (request.Headers.TryGetValue(Site, out var site) && site != "same-origin" && site != "none")
            return true;
        return origin.Count > 0 && !OwnOrigin.Is(origin, request.Host);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
