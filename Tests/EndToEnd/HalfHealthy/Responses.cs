using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>What scripts consist of.</summary>
internal static class Responses
{
    public static bool IsUnder(this HttpContext context, string path) =>
        context.Request.Path.StartsWithSegments($"/{path}", StringComparison.Ordinal);

    /// <summary>Responds with a valid image.</summary>
    public static async Task ImageAsync(HttpContext context)
    {
        Announce(context);
        await context.Response.Body.WriteAsync(ImageServer.Gif, context.RequestAborted);
    }

    /// <summary>Responds with a valid image after a while.</summary>
    public static async Task ImageAfterAsync(HttpContext context, TimeSpan delay)
    {
        await Task.Delay(delay, context.RequestAborted);
        await ImageAsync(context);
    }

    /// <summary>Never responds.</summary>
    public static Task HangAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    /// <summary>Responds with the headers of an image, and then with one byte at a time.</summary>
    public static async Task TrickleAsync(HttpContext context, TimeSpan pause)
    {
        Announce(context);
        for (var sent = 0; sent < ImageServer.Gif.Length; sent++)
        {
            await context.Response.Body.WriteAsync(ImageServer.Gif.AsMemory(sent, 1), context.RequestAborted);
            await Task.Delay(pause, context.RequestAborted);
        }
    }

    public static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Responds 429 and asks to be left alone.</summary>
    public static Task TooManyAsync(HttpContext context, TimeSpan retryAfter)
    {
        context.Response.Headers.RetryAfter = retryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return StatusAsync(context, StatusCodes.Status429TooManyRequests);
    }

    public static Task RedirectAsync(HttpContext context, string url)
    {
        context.Response.Redirect(url);
        return Task.CompletedTask;
    }

    /// <summary>Breaks the connection.</summary>
    public static Task ResetAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static void Announce(HttpContext context) =>
        (context.Response.ContentType, context.Response.ContentLength) = ("image/gif", ImageServer.Gif.Length);
}
