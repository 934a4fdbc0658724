using System.IO.Compression;
using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>Responses that are too much, or would become too much.</summary>
internal static class SizeCases
{
    private const string Chunked = "Transfer-Encoding: chunked";

    private static readonly string Long = $"X-Long: {new string('x', 100_000)}";

    private static readonly byte[] Filler = Say.Text(new string('x', 4096));

    public static IEnumerable<HostileCase> All { get; } =
    [
        Endless(
            "/endless/chunks",
            ImageReason.TooManyBytes,
            [.. Say.Head(200, Chunked), .. Say.Chunk(Say.ImageUpToComment)],
            Say.Chunk(Say.Comment)
        ),
        Endless("/endless/body", ImageReason.TooManyBytes, [.. Say.Head(200, "Connection: close"), .. Say.ImageUpToComment], Say.Comment),
        Endless("/endless/behind-image", ImageReason.None, [.. Say.Head(200, Chunked), .. Say.Chunk(Say.Image)], Say.Chunk(Filler)),
        Endless("/endless/zeros", ImageReason.NotAnImage, Say.Head(200, Chunked), Say.Chunk(new byte[4096])),
        Endless("/endless/refusal", ImageReason.Http404, Say.Head(404, Chunked), Say.Chunk(Filler)),
        Endless("/endless/redirect", ImageReason.None, Say.Head(302, "Location: /sound", Chunked), Say.Chunk(Filler)),
        Endless("/endless/interim", ImageReason.Protocol, [], Say.Head(103, "Link: </style.css>")),
        Endless("/endless/status", ImageReason.Protocol, Say.Text("HTTP/1.1 200 "), Filler),
        Endless("/endless/header", ImageReason.Protocol, Say.Text("HTTP/1.1 200 OK\r\nX-Long: "), Filler),
        Endless("/endless/headers", ImageReason.Protocol, Say.Text("HTTP/1.1 200 OK\r\n"), Say.Text("X-Again: and again\r\n")),
        Endless(
            "/endless/trailers",
            ImageReason.Protocol,
            [.. Say.Head(200, Chunked), .. Say.Chunk(Say.Image), .. "0\r\n"u8],
            Say.Text("X-Again: and again\r\n")
        ),
        Endless("/endless/chunk-extension", ImageReason.Protocol, [.. Say.Head(200, Chunked), .. "1;"u8], Filler),
        HostileCase.Saying("/huge/announced", ImageReason.TooManyBytes, Say.Head(200, Say.Length(long.MaxValue)), Say.Image),
        HostileCase.Saying("/huge/header", ImageReason.Protocol, Say.Head(200, Long, Say.Length(Say.Image.Length)), Say.Image),
        HostileCase.Saying(
            "/huge/trailer",
            ImageReason.Protocol,
            Say.Head(200, Chunked),
            Say.Chunk(Say.Image),
            Say.Text($"0\r\n{Long}\r\n\r\n")
        ),
        // Objects in S3 often name a coding that they do not have.
        HostileCase.Saying(
            "/coding/named-only",
            ImageReason.None,
            Say.Head(200, "Content-Encoding: aws-chunked", Say.Length(Say.Image.Length)),
            Say.Image
        ),
        Bomb("/bomb/gzip", "gzip", content => new GZipStream(content, CompressionLevel.Optimal)),
        Bomb("/bomb/deflate", "deflate", content => new ZLibStream(content, CompressionLevel.Optimal)),
        Bomb("/bomb/br", "br", content => new BrotliStream(content, CompressionLevel.Fastest)),
    ];

    private static HostileCase Endless(string path, ImageReason reason, byte[] beginning, byte[] again) =>
        new(
            path,
            reason,
            async conversation =>
            {
                await conversation.SendAsync(beginning);
                await conversation.SendForeverAsync(again);
            }
        );

    /// <summary>A sound image and 20 MB behind it, compressed to a few kilobytes.</summary>
    private static HostileCase Bomb(string path, string encoding, Func<Stream, Stream> compress)
    {
        using var content = new MemoryStream();
        using (var compressor = compress(content))
            compressor.Write([.. Say.Image, .. Bytes.Zeros(20_000_000)]);
        var bomb = content.ToArray();
        return HostileCase.Saying(
            path,
            ImageReason.NotAnImage,
            Say.Head(200, $"Content-Encoding: {encoding}", Say.Length(bomb.Length)),
            bomb
        );
    }
}
