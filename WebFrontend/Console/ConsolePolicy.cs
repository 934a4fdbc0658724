namespace RetailPulse.WebFrontend.Console;

/// <summary>Restricts the console's pages to their own files and this API. They load nothing from elsewhere.</summary>
/// <remarks>See Content Security Policy Level 3. Nothing inline is allowed, so a text that became markup could not run.</remarks>
internal static class ConsolePolicy
{
    public const string Value =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Value;

        // The address of a page may contain a store or a host, which is nobody else's business.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return await next(context);
    }
}
