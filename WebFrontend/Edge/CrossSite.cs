using RetailPulse.WebFrontend.Access;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Detects requests that a web page of another site makes a browser send.</summary>
/// <remarks>
/// A browser reports where a request comes from in <c>Sec-Fetch-Site</c> (W3C Fetch Metadata) and <c>Origin</c> (Fetch), which a page
/// cannot forge. A request with neither header comes from a program. Requests that change nothing pass only as links that a person follows:
/// a picture that a page embeds would be shown, and would make the service download and decode it.
/// </remarks>
internal static class CrossSite
{
    private const string Site = "Sec-Fetch-Site";
    private const string Mode = "Sec-Fetch-Mode";
    private const string Destination = "Sec-Fetch-Dest";

    /// <param name="allowed">Origins whose pages may make changes.</param>
    public static bool Refuses(HttpRequest request, IReadOnlySet<string> allowed)
    {
        if (HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method))
            return false;
        var origin = request.Headers.Origin;
        if (origin is [{ } single] && allowed.Contains(single))
            return false;
        var isForeign = request.Headers.TryGetValue(Site, out var site) && site != "same-origin" && site != "none";
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return isForeign && !IsVisit(request.Headers);
        return isForeign || (origin.Count > 0 && !OwnOrigin.Is(origin, request.Host));
    }

    /// <summary>Returns whether a person follows a link. A request without a mode comes from an old browser, and counts as one.</summary>
    private static bool IsVisit(IHeaderDictionary headers) =>
        !headers.TryGetValue(Mode, out var mode)
        || (mode == "navigate" && (!headers.TryGetValue(Destination, out var destination) || destination == "document"));
}
