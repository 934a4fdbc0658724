using System.Globalization;
using System.Text;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>The pieces of a response.</summary>
internal static class Say
{
    /// <summary>Sound, of 7 × 5 pixels.</summary>
    public static readonly byte[] Image = ForgedGif.File(7, 5);

    /// <summary>The beginning of an image that a comment follows, and so everything that consists of <see cref="Comment"/>.</summary>
    public static readonly byte[] ImageUpToComment = [.. ForgedGif.Screen(7, 5), 0x21, 0xFE];

    /// <summary>One block of a comment of as many as there may be.</summary>
    public static readonly byte[] Comment = [255, .. Bytes.Noise(255)];

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Status line and headers, each header ended by the caller's own line.</summary>
    public static byte[] Head(int status = 200, params string[] headers) =>
        Text($"HTTP/1.1 {status} Reason\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    public static string Length(long bytes) => string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes}");

    public static byte[] Chunk(byte[] content) => [.. Text($"{content.Length:x}\r\n"), .. content, .. "\r\n"u8];

    /// <summary>A whole response of any status that holds the sound image.</summary>
    public static byte[] WithImage(int status, params string[] headers) => [.. Head(status, [Length(Image.Length), .. headers]), .. Image];

    /// <summary>The same as the last on its connection.</summary>
    public static byte[] LastWithImage(int status, params string[] headers) => WithImage(status, ["Connection: close", .. headers]);
}
