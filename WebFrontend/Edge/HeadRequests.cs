namespace RetailPulse.Web.Edge;

/// <summary>Serves HEAD wherever GET is served: the route runs as for GET, and Kestrel sends no body, because it knows the method that arrived.</summary>
/// <remarks>RFC 9110, section 9.3.2.</remarks>
internal static class HeadRequests
{
    private static readonly object Key = new();

    public static Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method)) return next(context);
        context.Items[Key] = true;
        context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    /// <summary>Whether only the headers are wanted. A response that streams for long ends after them.</summary>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Key);

    /// <summary>Adds HEAD to the methods that routing lists for a path.</summary>
    public static void CompleteAllow(HttpResponse response)
    {
        var methods = response.Headers.Allow.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head)) response.Headers.Allow = string.Join(", ", [.. methods, HttpMethods.Head]);
    }
}
