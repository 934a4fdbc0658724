using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Testing;

/// <summary>Selects ports for servers that must know their port before they start.</summary>
/// <remarks>
/// The ports are below the range from which Linux takes those of outgoing connections (from 32,768), so no connection takes one before its
/// server starts. A process gets each port once.
/// </remarks>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 9_000;
    private const int PerProcess = 100;

    private static int last = Environment.ProcessId % (Count / PerProcess) * PerProcess;

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref last) % Count);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Any, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
