using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Tests.Support.Servers;

/// <summary>Listens where nobody may connect to, on one port of this machine's IPv4 and IPv6 loopback addresses.</summary>
/// <remarks>It never accepts: a connection, even one that is gone again, waits in the queue and is seen there.</remarks>
internal sealed class Canary : IDisposable
{
    private readonly TcpListener ipv4 = new(IPAddress.Loopback, 0);
    private readonly TcpListener ipv6;

    public Canary()
    {
        ipv4.Start();
        ipv6 = new TcpListener(IPAddress.IPv6Loopback, Port);
        ipv6.Start();
    }

    public int Port => ((IPEndPoint)ipv4.LocalEndpoint).Port;

    /// <summary>Somebody has connected.</summary>
    public bool Touched => ipv4.Pending() || ipv6.Pending();

    public void Dispose()
    {
        ipv4.Dispose();
        ipv6.Dispose();
    }
}
