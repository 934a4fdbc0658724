using System.Net.Sockets;
using System.Text;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>The server's side of one connection.</summary>
internal sealed class Conversation(Socket client, CancellationToken stop) : IDisposable
{
    private readonly NetworkStream stream = new(client, ownsSocket: true);

    /// <summary>On this connection, the one in hand included.</summary>
    public int Requests { get; private set; }

    /// <summary>The request in hand, up to its blank line.</summary>
    public string Request { get; private set; } = "";

    /// <summary>That the client, or a buffer on the way to it, has taken.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Set by a complete response that keeps the connection open for the next request.</summary>
    public bool KeptAlive { get; set; }

    /// <summary>The path of the next request; <see langword="null"/> when the client has left.</summary>
    public async Task<string?> ReadRequestAsync()
    {
        KeptAlive = false;
        Requests++;
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(request) && await stream.ReadAsync(buffer, stop) is > 0 and var read)
            request.Append(Encoding.Latin1.GetString(buffer, 0, read));
        Request = request.ToString();
        return Request.Length == 0 ? null
            : Request.Split(' ') is [_, var path, ..] ? path
            : "";
    }

    public async Task SendAsync(params byte[][] pieces)
    {
        foreach (var piece in pieces)
        {
            await stream.WriteAsync(piece, stop);
            BytesSent += piece.Length;
        }
    }

    /// <summary>Repeats the same bytes, for as long as the client reads them.</summary>
    public async Task SendForeverAsync(byte[] piece, TimeSpan pause = default)
    {
        while (true)
        {
            await SendAsync(piece);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, stop);
        }
    }

    /// <summary>Says nothing more, until the client leaves.</summary>
    public async Task SilenceAsync()
    {
        var ignored = new byte[4096];
        while (await stream.ReadAsync(ignored, stop) > 0)
            ;
    }

    /// <summary>Breaks the connection off, by a reset.</summary>
    public void Break()
    {
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
    }

    public void Dispose() => stream.Dispose();

    /// <summary>What does not begin like a request, such as a TLS handshake, has nothing to wait for.</summary>
    private static bool IsWhole(StringBuilder request) =>
        request.Length > 0 && (request[0] != 'G' || request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal));
}
