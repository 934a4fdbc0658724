using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>Responses with a wrong length, an early end, or content that is not HTTP.</summary>
internal static class LengthCases
{
    private const string Chunked = "Transfer-Encoding: chunked";

    private static readonly string Length = Say.Length(Say.Image.Length);

    private static readonly byte[] HalfAnImage = Say.Image[..(Say.Image.Length / 2)];

    public static IEnumerable<HostileCase> All { get; } =
    [
        Saying("/length/too-long", ImageReason.Protocol, Say.Head(200, Say.Length(Say.Image.Length + 100)), Say.Image),
        Saying("/length/too-short", ImageReason.Truncated, Say.Head(200, Say.Length(HalfAnImage.Length)), Say.Image),
        Saying("/length/zero", ImageReason.NotAnImage, Say.Head(200, Say.Length(0)), Say.Image),
        Saying("/length/two", ImageReason.Protocol, Say.Head(200, Length, Say.Length(10)), Say.Image),
        Saying("/length/twice", ImageReason.None, Say.Head(200, Length, Length), Say.Image),
        Staying("/length/twice/and-stays", Say.Head(200, Length, Length), Say.Image),
        Saying("/length/list", ImageReason.Protocol, Say.Head(200, $"{Length}, 10"), Say.Image),
        Staying("/length/list/of-one", Say.Head(200, $"{Length}, {Say.Image.Length}"), Say.Image),
        Saying("/length/list/too-long", ImageReason.Protocol, Say.Head(200, $"{Say.Length(1000)}, 1000"), Say.Image),
        Saying("/length/negative", ImageReason.Protocol, Say.Head(200, Say.Length(-1)), Say.Image),
        Saying("/length/word", ImageReason.Protocol, Say.Head(200, "Content-Length: all"), Say.Image),
        Saying("/length/beyond-64-bits", ImageReason.Protocol, Say.Head(200, "Content-Length: 99999999999999999999"), Say.Image),
        Saying("/length/and-coding", ImageReason.Protocol, Say.Head(200, Length, "Transfer-Encoding: gzip"), Say.Image),
        Staying("/length/and-identity", Say.Head(200, Length, "Transfer-Encoding: identity"), Say.Image),
        Saying(
            "/length/two-and-identity",
            ImageReason.Protocol,
            Say.Head(200, Length, Say.Length(10), "Transfer-Encoding: identity"),
            Say.Image
        ),
        Saying(
            "/length/and-coded-chunks",
            ImageReason.Protocol,
            Say.Head(200, Length, "Transfer-Encoding: gzip, chunked"),
            Say.Chunk(Say.Image),
            Say.Chunk([])
        ),
        Saying("/length/and-chunks-twice", ImageReason.None, Say.Head(200, Length, Chunked, Chunked), Say.Chunk(Say.Image), Say.Chunk([])),
        Saying(
            "/length/two-and-chunks",
            ImageReason.None,
            Say.Head(200, Length, Say.Length(1), Chunked),
            Say.Chunk(Say.Image),
            Say.Chunk([])
        ),
        Saying("/length/and-chunks", ImageReason.None, Say.Head(200, Length, Chunked), Say.Chunk(Say.Image), Say.Chunk([])),
        Saying("/length/none", ImageReason.None, Say.Head(200, "Connection: close"), Say.Image),
        Saying("/length/none-and-half", ImageReason.Truncated, Say.Head(200, "Connection: close"), HalfAnImage),
        Saying("/chunks", ImageReason.None, Say.Head(200, Chunked), Say.Chunk(Say.Image), Say.Chunk([])),
        Saying("/chunks/of-words", ImageReason.Protocol, Say.Head(200, Chunked), Say.Text("many\r\n"), Say.Image),
        Saying("/chunks/beyond-64-bits", ImageReason.Protocol, Say.Head(200, Chunked), Say.Text("fffffffffffffffff\r\n"), Say.Image),
        Saying(
            "/chunks/without-line-end",
            ImageReason.Protocol,
            Say.Head(200, Chunked),
            Say.Chunk(HalfAnImage)[..^2],
            Say.Chunk(HalfAnImage)
        ),
        Saying("/early/at-once", ImageReason.Protocol),
        Saying("/early/status", ImageReason.Protocol, Say.Text("HTTP/1.1 20")),
        Saying("/early/headers", ImageReason.Protocol, Say.Text("HTTP/1.1 200 OK\r\nContent-Le")),
        Saying("/early/interim", ImageReason.Protocol, Say.Head(103)),
        Saying("/early/body", ImageReason.Protocol, Say.Head(200, Length), HalfAnImage),
        Saying("/early/chunk", ImageReason.Protocol, Say.Head(200, Chunked), Say.Chunk(HalfAnImage)),
        Saying("/early/last-chunk", ImageReason.Protocol, Say.Head(200, Chunked), Say.Chunk(Say.Image)),
        Breaking("/reset/at-once"),
        Breaking("/reset/body", Say.Head(200, Length), HalfAnImage),
        Saying("/no-http/image", ImageReason.Protocol, Say.Image),
        Saying("/no-http/words", ImageReason.Protocol, Say.Text("hello\r\n\r\n")),
        Saying("/no-http/other-version", ImageReason.Protocol, Say.Text($"HTTP/9.1 200 OK\r\n{Length}\r\n\r\n"), Say.Image),
        Saying("/no-http/status-of-two-digits", ImageReason.Protocol, Say.Text($"HTTP/1.1 20 OK\r\n{Length}\r\n\r\n"), Say.Image),
        Saying("/no-http/header-without-name", ImageReason.Protocol, Say.Head(200, Length, ": x"), Say.Image),
        Saying("/no-http/header-without-colon", ImageReason.Protocol, Say.Head(200, Length, "hello"), Say.Image),
    ];

    private static HostileCase Saying(string path, ImageReason reason, params byte[][] pieces) => HostileCase.Saying(path, reason, pieces);

    /// <summary>The connection stays open and silent after the body, whose end only its length shows.</summary>
    private static HostileCase Staying(string path, params byte[][] pieces) =>
        new(
            path,
            ImageReason.None,
            async conversation =>
            {
                await conversation.SendAsync(pieces);
                await conversation.SilenceAsync();
            }
        );

    private static HostileCase Breaking(string path, params byte[][] pieces) =>
        new(
            path,
            ImageReason.Protocol,
            async conversation =>
            {
                await conversation.SendAsync(pieces);
                conversation.Break();
            }
        );
}
