using System.IO.Compression;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.AspNetCore.ResponseCompression;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Compresses responses for clients that accept it, and decompresses the bodies of compressed requests.</summary>
/// <remarks>
/// Responses are compressed over TLS too. Their length could reveal a secret only if a response contained both a secret and an attacker's
/// text, and if a page of another site could make a browser fetch it with the user's credentials (BREACH). Such a page cannot add the headers
/// with a key, the cookie of a session is not sent with its requests, and responses with secrets are excluded.
/// </remarks>
internal static class Compression
{
    private static readonly string[] MediaTypes =
    [
        "application/json",
        "application/problem+json",
        "application/x-ndjson",
        "text/csv",
        "text/html",
        "text/css",
        "text/javascript",
        "image/svg+xml",
    ];

    public static void AddCompression(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(responses =>
        {
            responses.EnableForHttps = true;
            responses.MimeTypes = MediaTypes;
        });

        // Responses are written while they are read from the database, so higher levels cost more time than they save.
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        builder.Services.AddRequestDecompression(requests =>
        {
            requests.DecompressionProviders.Clear();
            requests.DecompressionProviders["gzip"] = new Decompression(body => new GZipStream(
                body,
                CompressionMode.Decompress,
                leaveOpen: true
            ));
            requests.DecompressionProviders["br"] = new Decompression(body => new BrotliStream(
                body,
                CompressionMode.Decompress,
                leaveOpen: true
            ));
        });
    }

    /// <summary>
    /// Adds compression after routing, which knows the route's body limit. The same limit applies to the decompressed body.
    /// </summary>
    public static void UseCompression(this WebApplication app)
    {
        app.UseWhen(IsWorthwhile, compressed => compressed.UseResponseCompression());
        app.UseRequestDecompression();
    }

    /// <summary>
    /// Returns whether a response may be compressed. Other routes return a few bytes or a secret, and event streams have another media
    /// type.
    /// </summary>
    private static bool IsWorthwhile(HttpContext context) =>
        !context.IsHead()
        && (
            context.GetEndpoint()?.Metadata.GetMetadata<CompressedPage>() is not null
            || context.Request.Path.StartsWithSegments("/api/v1")
            || context.Request.Path.StartsWithSegments("/api/visits")
        )
        && !context.Request.Path.StartsWithSegments("/api/v1/webhooks");

    private sealed class Decompression(Func<Stream, Stream> open) : IDecompressionProvider
    {
        public Stream GetDecompressionStream(Stream stream) => new DecompressedBody(open(stream));
    }
}

/// <summary>Metadata of a page or a part of it, which is compressed although it is not a response of the API.</summary>
internal sealed class CompressedPage;
