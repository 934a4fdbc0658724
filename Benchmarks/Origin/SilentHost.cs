using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Benchmarks.Origin;

/// <summary>Accepts every connection and never says a word.</summary>
internal sealed class SilentHost : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly List<Socket> held = [];
    private readonly Task accepting;

    public SilentHost(IPAddress address, int port)
    {
        listener = new TcpListener(address, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
        foreach (var socket in held)
            socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                held.Add(await listener.AcceptSocketAsync());
        }
        catch (SocketException)
        {
            // The listener was closed.
        }
        catch (ObjectDisposedException)
        {
            // The same, found out earlier.
        }
    }
}
