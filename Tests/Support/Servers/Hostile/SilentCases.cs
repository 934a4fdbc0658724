using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>Servers that take their time, or say nothing at all.</summary>
internal static class SilentCases
{
    private const string Chunked = "Transfer-Encoding: chunked";

    /// <summary>Ten times as fast as the proverbial byte a second, so that a test with short limits sees some.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly byte[] HalfAnImage = Say.Image[..(Say.Image.Length / 2)];

    public static IEnumerable<HostileCase> All { get; } =
    [
        Slow("/slow/headers", Say.Text("HTTP/1.1 200 OK\r\nX-Slow: "), Say.Text("a")),
        Slow("/slow/body", [.. Say.Head(200, Say.Length(90_000)), .. Say.ImageUpToComment], [1]),
        Slow("/slow/chunks", [.. Say.Head(200, Chunked), .. Say.Chunk(Say.ImageUpToComment)], Say.Chunk([1])),
        Slow("/slow/interim", [], Say.Head(103, "Link: </style.css>")),
        Silent("/silent"),
        Silent("/silent/after/status", Say.Text("HTTP/1.1 200 O")),
        Silent("/silent/after/headers", Say.Head(200, Say.Length(Say.Image.Length))),
        Silent("/silent/after/interim", Say.Head(100)),
        Silent("/silent/after/half", Say.Head(200, Say.Length(Say.Image.Length)), HalfAnImage),
        Silent("/silent/after/chunk", Say.Head(200, Chunked), Say.Chunk(HalfAnImage)),
        // The image is whole; a server that owes a byte more has no reason to be believed later.
        Silent("/silent/after/image", Say.Head(200, Chunked), Say.Chunk(Say.Image)) with
        {
            Reason = ImageReason.None,
        },
        Silent("/silent/after/length", Say.Head(200, Say.Length(Say.Image.Length + 1)), Say.Image) with
        {
            Reason = ImageReason.None,
        },
        Slow("/slow/after/image", [.. Say.Head(200, Say.Length(90_000)), .. Say.Image], [1]) with
        {
            Reason = ImageReason.None,
        },
    ];

    private static HostileCase Slow(string path, byte[] beginning, byte[] again) =>
        new(
            path,
            ImageReason.Timeout,
            async conversation =>
            {
                await conversation.SendAsync(beginning);
                await conversation.SendForeverAsync(again, Pause);
            }
        );

    private static HostileCase Silent(string path, params byte[][] beginning) =>
        new(
            path,
            ImageReason.Timeout,
            async conversation =>
            {
                await conversation.SendAsync(beginning);
                await conversation.SilenceAsync();
            }
        );
}
