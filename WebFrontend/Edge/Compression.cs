using System.IO.Compression;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.AspNetCore.ResponseCompression;

namespace RetailPulse.Web.Edge;

/// <summary>Compresses responses for clients that ask for it, and decompresses bodies that clients send compressed.</summary>
/// <remarks>
/// A response is compressed over TLS too. Its length can reveal a secret only where a stranger's text and a secret are in one response, and where a page of
/// another site can make a browser fetch it with the user's credentials (BREACH). This API has no cookies, keys are in headers that such a page cannot add, and
/// the responses with secrets are excluded.
/// </remarks>
internal static class Compression
{
    private static readonly string[] MediaTypes = ["application/json", "application/problem+json", "application/x-ndjson", "text/csv"];

    public static void AddCompression(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(responses =>
        {
            responses.EnableForHttps = true;
            responses.MimeTypes = MediaTypes;
        });

        // Responses are written while they are read from the database: the higher levels take more time than they save.
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder.Services.AddRequestDecompression(requests =>
        {
            requests.DecompressionProviders.Clear();
            requests.DecompressionProviders["gzip"] = new Decompression(body => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true));
            requests.DecompressionProviders["br"] = new Decompression(body => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true));
        });
    }

    /// <summary>After routing, which knows how long a body of the route may be. The same limit holds for what it unfolds into.</summary>
    public static void UseCompression(this WebApplication app)
    {
        app.UseWhen(IsWorthwhile, compressed => compressed.UseResponseCompression());
        app.UseRequestDecompression();
    }

    /// <summary>The responses of the other routes have a few bytes, or a secret. Event streams have another media type.</summary>
    private static bool IsWorthwhile(HttpContext context) =>
        !context.IsHead()
        && (context.Request.Path.StartsWithSegments("/api/v1") || context.Request.Path.StartsWithSegments("/api/visits"))
        && !context.Request.Path.StartsWithSegments("/api/v1/webhooks");

    private sealed class Decompression(Func<Stream, Stream> open) : IDecompressionProvider
    {
        public Stream GetDecompressionStream(Stream stream) => new DecompressedBody(open(stream));
    }
}
