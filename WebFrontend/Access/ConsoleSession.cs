using Microsoft.Net.Http.Headers;
using SameSiteMode = Microsoft.AspNetCore.Http.SameSiteMode;

namespace RetailPulse.WebFrontend.Access;

/// <summary>The session of a person at the console: a cookie with a ticket, which the browser keeps until it is closed.</summary>
/// <remarks>
/// The ticket names the key, so that a removed key ends its sessions at once. It is not the key: a browser also sends cookies to other ports
/// of the host (RFC 6265, section 8.5). Scripts cannot read the cookie. A browser sends it only with requests of the console's own pages
/// (RFC 6265bis, <c>SameSite=Strict</c>).
/// </remarks>
internal static class ConsoleSession
{
    /// <summary>Name of the cookie over TLS, which a browser accepts only from this host and for all its paths.</summary>
    private const string SecureName = "__Host-retailpulse";

    private const string PlainName = "retailpulse";

    /// <summary>
    /// Returns the ticket of the session; empty if there is none, if a header has another key, or if a page of another origin may have caused
    /// a request that changes something.
    /// </summary>
    public static string TicketOf(HttpRequest request)
    {
        if (request.Headers.ContainsKey(HeaderNames.Authorization) || request.Headers.ContainsKey(AccessRules.KeyHeader))
            return "";
        if (!IsSafe(request.Method) && !IsOfOwnPage(request))
            return "";
        return request.Cookies[NameFor(request)] ?? "";
    }

    public static void Begin(HttpContext context, string ticket) =>
        context.Response.Cookies.Append(NameFor(context.Request), ticket, Options(context.Request));

    public static void End(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request));

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Options(HttpRequest request) =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            Path = "/",
            SameSite = SameSiteMode.Strict,
            Secure = request.IsHttps,
        };

    /// <summary>
    /// Returns whether a page of the console caused the request. Browsers send <c>Sec-Fetch-Site</c> only over TLS and to this machine.
    /// Otherwise, <c>Origin</c> has to be our own, which they send with every request that may change something.
    /// </summary>
    private static bool IsOfOwnPage(HttpRequest request) =>
        request.Headers.TryGetValue("Sec-Fetch-Site", out var site)
            ? site == "same-origin"
            : OwnOrigin.Is(request.Headers.Origin, request.Host);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}
