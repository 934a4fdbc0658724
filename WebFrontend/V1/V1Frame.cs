namespace RetailPulse.Web.V1;

/// <summary>What surrounds every answer of API v1: its headers, and a body for every error.</summary>
internal sealed partial class V1Frame(RequestDelegate next, ILogger<V1Frame> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        Guard(context.Response.Headers);
        try
        {
            await next(context);
            if (IsBare(context.Response)) await TellAsync(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await Problem.Of(exception.StatusCode).ExecuteAsync(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogFailed(exception, context.Request.Method, context.Request.Path);
            await Problem.Of(StatusCodes.Status500InternalServerError).ExecuteAsync(context);
        }
    }

    private static Task TellAsync(HttpContext context)
    {
        // Whoever found the error may have cleared the answer.
        Guard(context.Response.Headers);
        return Problem.Of(context.Response.StatusCode).ExecuteAsync(context);
    }

    /// <summary>Answers are for programs: no browser shall guess at them, show them in a frame, or keep them.</summary>
    private static void Guard(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>An error that routing found, which leaves the body to others.</summary>
    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);
}
