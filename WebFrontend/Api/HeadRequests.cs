namespace RetailPulse.WebFrontend.Api;

/// <summary>Serves HEAD for every route that serves GET.</summary>
/// <remarks>
/// See RFC 9110, section 9.3.2. The route runs as for GET, and Kestrel sends no body, because it knows the original method.
/// </remarks>
internal static class HeadRequests
{
    private static readonly object Key = new();

    public static Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
            return next(context);
        context.Items[Key] = true;
        context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    /// <summary>Returns whether only the headers are wanted. A streamed response ends after them.</summary>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Key);

    /// <summary>Adds HEAD to the methods that routing lists for a path.</summary>
    public static void CompleteAllow(HttpResponse response)
    {
        var methods = response.Headers.Allow.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            response.Headers.Allow = string.Join(", ", [.. methods, HttpMethods.Head]);
    }
}
