using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The 200 response with a thumbnail. A browser may keep it, and asks each time whether it is still the right one.</summary>
/// <param name="tag">Tag of the content; <see langword="null"/> to compute it from the thumbnail.</param>
internal sealed class ThumbnailFile(ImmutableArray<byte> jpeg, EntityTagHeaderValue? tag) : IResult
{
    private const string Private = "private, no-cache";

    /// <summary>Returns the response to a browser that has the thumbnail already.</summary>
    public static StatusCodeHttpResult Unchanged(HttpContext context)
    {
        context.Response.Headers.CacheControl = Private;
        return TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = Private;
        if (EntityTag.IsKnown(httpContext, tag ?? EntityTag.Of(jpeg.AsSpan())))
            return Task.CompletedTask;
        response.ContentType = "image/jpeg";
        response.ContentLength = jpeg.Length;
        return response.Body.WriteAsync(jpeg.AsMemory(), httpContext.RequestAborted).AsTask();
    }
}
