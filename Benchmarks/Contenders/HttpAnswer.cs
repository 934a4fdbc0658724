using System.Buffers.Text;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>Finds the end of an HTTP/1.1 response (RFC 9112, section 6): by its length, or by its last chunk.</summary>
internal static class HttpAnswer
{
    /// <exception cref="BenchmarkException">The status is not <c>200</c>.</exception>
    public static bool IsWhole(ReadOnlySpan<byte> received)
    {
        var head = received.IndexOf("\r\n\r\n"u8) + 4;
        if (head < 4)
            return false;
        if (!received.StartsWith("HTTP/1.1 200 "u8))
            throw new BenchmarkException("A read was not answered 200.");
        var length = received[..head].IndexOf("Content-Length: "u8);
        return length < 0
            ? received.EndsWith("\r\n0\r\n\r\n"u8)
            : Utf8Parser.TryParse(received[(length + "Content-Length: "u8.Length)..head], out int bytes, out _)
                && received.Length >= head + bytes;
    }
}
