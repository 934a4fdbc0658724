using System.Net;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>
/// Addresses of 127.0.0.0/8, all of which are this machine on Linux. An address of its own keeps a port from being taken by someone else.
/// </summary>
internal static class Loopback
{
    public const string Network = "127.0.77.0/24";

    private static int last = 1;

    public static IPAddress Next() => IPAddress.Parse($"127.0.77.{Interlocked.Increment(ref last)}");
}
