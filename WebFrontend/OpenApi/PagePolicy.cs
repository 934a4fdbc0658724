using System.Security.Cryptography;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>What the reference page may do: load what comes with it, and call this API. Nothing is had from elsewhere.</summary>
/// <remarks>Content Security Policy Level 3.</remarks>
internal static class PagePolicy
{
    private const int NonceBytes = 16;

    private static readonly object Key = new();

    /// <summary>By which the page's own script is told from others: new for every answer.</summary>
    public static string NonceOf(HttpContext context) => (string)context.Items[Key]!;

    public static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var nonce = RandomNumberGenerator.GetHexString(2 * NonceBytes, lowercase: true);
        context.Items[Key] = nonce;
        var headers = context.Response.Headers;

        // The page makes elements with styles of their own, and pictures out of data.
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";

        // The page's files come with a policy of their own, which lets browsers keep them.
        context.Response.OnStarting(static state => ForbidKeeping((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task ForbidKeeping(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
