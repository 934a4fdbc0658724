using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Adds headers to every response, and a body in the error format of its route to every error.</summary>
internal sealed partial class ResponseMiddleware(RequestDelegate next, ILogger<ResponseMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        RequestId.Assign(context);
        Guard(context);
        try
        {
            await next(context);
            if (IsBare(context.Response))
                await WriteAsync(context, context.Response.StatusCode);
        }
        catch (Exception exception) when (MalformedBody.StatusOf(exception) is { } status && !context.Response.HasStarted)
        {
            await WriteAsync(context, status);
        }
        catch (Exception exception) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogFailed(exception, context.Request.Method, context.Request.Path);
            await WriteAsync(context, StatusCodes.Status500InternalServerError);
        }
    }

    private static Task WriteAsync(HttpContext context, int status)
    {
        // The code that detected the error may have cleared the response.
        Guard(context);
        if (status == StatusCodes.Status405MethodNotAllowed)
            HeadRequests.CompleteAllow(context.Response);
        return Refusal.Of(status).ExecuteAsync(context);
    }

    /// <summary>
    /// Names the request and its rate limit, and forbids browsers to guess the type of a response, to store it, or to show it in a page of
    /// another origin. Responses of API v1 are never shown in a frame either; pages have their own policies.
    /// </summary>
    private static void Guard(HttpContext context)
    {
        var headers = context.Response.Headers;
        RequestId.Write(context);
        context.Features.Get<RateStanding>()?.Write(headers);
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (ErrorDialects.Of(context) != ErrorFormat.ProblemDetails)
            return;
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>Returns whether this is an error without a body, such as those that routing detects.</summary>
    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null };

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to serve {Method} {Path}")]
    private partial void LogFailed(Exception exception, string method, string path);
}
