using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>A port that refuses connections for as long as it is held: it is bound, and nothing listens.</summary>
internal sealed class DeadPort : IDisposable
{
    private readonly Socket bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public DeadPort(IPAddress address)
    {
        bound.Bind(new IPEndPoint(address, 0));
        Authority = bound.LocalEndPoint!.ToString()!;
    }

    public string Authority { get; }

    public void Dispose() => bound.Dispose();
}
