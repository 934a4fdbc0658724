using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The 200 response with a body and its <c>ETag</c>, or 304 if the client has that body.</summary>
/// <param name="tag">Tag of the body; <see langword="null"/> to compute it.</param>
/// <remarks>The body is sent with its length, which costs server and client less than a chunked response.</remarks>
internal sealed class TaggedJson<T>(T body, JsonTypeInfo<T> type, EntityTagHeaderValue? tag = null) : IResult
{
    public T Body => body;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        if (EntityTag.IsKnown(httpContext, tag ?? EntityTag.Of(bytes)))
            return Task.CompletedTask;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = bytes.Length;
        return httpContext.Response.BodyWriter.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
