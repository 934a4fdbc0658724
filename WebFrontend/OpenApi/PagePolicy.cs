using System.Security.Cryptography;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Restricts the reference page to its own files and this API. It loads nothing from elsewhere.</summary>
/// <remarks>See Content Security Policy Level 3.</remarks>
internal static class PagePolicy
{
    private const int NonceBytes = 16;

    private static readonly object Key = new();

    /// <summary>Returns the nonce that marks the page's own scripts, new for every response.</summary>
    public static string NonceOf(HttpContext context) => (string)context.Items[Key]!;

    public static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var nonce = RandomNumberGenerator.GetHexString(2 * NonceBytes, lowercase: true);
        context.Items[Key] = nonce;
        var headers = context.Response.Headers;

        // The page creates elements with inline styles, and images from data URLs.
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";

        // The page's files have a cache policy of their own, which lets browsers store them.
        context.Response.OnStarting(static state => ForbidKeeping((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task ForbidKeeping(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
