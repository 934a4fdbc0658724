using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.Client;

/// <summary>Bodies of requests.</summary>
internal static class RequestBody
{
    private const int WorthCompressing = 1_024;

    public static HttpContent Json<T>(T value, JsonTypeInfo<T> type, bool compress) =>
        Create(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json", compress);

    public static HttpContent Create(ReadOnlyMemory<byte> body, string mediaType, bool compress)
    {
        compress &= body.Length >= WorthCompressing;
        var content = new ReadOnlyMemoryContent(compress ? Compress(body) : body)
        {
            Headers = { ContentType = new MediaTypeHeaderValue(mediaType) },
        };
        if (compress)
            content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static byte[] Compress(ReadOnlyMemory<byte> body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body.Span);
        return compressed.ToArray();
    }
}
