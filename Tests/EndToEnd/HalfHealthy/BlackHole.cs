using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>An endpoint that neither accepts nor refuses connections: its queue is full, so the kernel drops what else arrives.</summary>
internal sealed class BlackHole : IDisposable
{
    private readonly Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket queued = new(SocketType.Stream, ProtocolType.Tcp);

    public BlackHole(IPEndPoint endpoint)
    {
        listener.Bind(endpoint);
        listener.Listen(0);
        queued.Connect(endpoint);
    }

    public void Dispose()
    {
        queued.Dispose();
        listener.Dispose();
    }
}
