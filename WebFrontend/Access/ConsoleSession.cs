using Microsoft.Net.Http.Headers;
using SameSiteMode = Microsoft.AspNetCore.Http.SameSiteMode;

namespace RetailPulse.WebFrontend.Access;

/// <summary>The session of a person at the console: a cookie with the key, which the browser keeps until it is closed.</summary>
/// <remarks>
/// The cookie holds the key itself, so any front end can check it, none stores it, and a removed key ends its sessions at once. Scripts
/// cannot read the cookie. A browser sends it only with requests of the console's own pages (RFC 6265bis, <c>SameSite=Strict</c>).
/// </remarks>
internal static class ConsoleSession
{
    /// <summary>Name of the cookie over TLS, which a browser accepts only from this host and for all its paths.</summary>
    private const string SecureName = "__Host-retailpulse";

    private const string PlainName = "retailpulse";

    /// <summary>
    /// Returns the key of the session; empty if there is none, if a header has another key, or if a page of another origin may have caused
    /// a request that changes something.
    /// </summary>
    public static string KeyOf(HttpRequest request)
    {
        if (request.Headers.ContainsKey(HeaderNames.Authorization) || request.Headers.ContainsKey(AccessRules.KeyHeader))
            return "";
        if (!IsSafe(request.Method) && !IsOfOwnPage(request))
            return "";
        return request.Cookies[NameFor(request)] ?? "";
    }

    public static void Begin(HttpContext context, string key) =>
        context.Response.Cookies.Append(NameFor(context.Request), key, Options(context.Request));

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
