using System.Collections.Frozen;
using System.Net;
using System.Net.NetworkInformation;

namespace RetailPulse.Grains.Network;

/// <summary>The addresses of this machine's network interfaces.</summary>
/// <remarks>
/// Programs that listen on them, such as this service itself, trust the machine. A client must not reach them by making this machine call
/// itself.
/// </remarks>
internal sealed class OwnAddresses
{
    /// <summary>Time after which the addresses are read again, because interfaces change. Reading takes about 1 ms.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly Func<IEnumerable<IPAddress>> read;
    private readonly TimeProvider time;
    private State state;

    /// <param name="read">Reads the current addresses.</param>
    public OwnAddresses(Func<IEnumerable<IPAddress>> read, TimeProvider time)
    {
        (this.read, this.time) = (read, time);
        state = Read();
    }

    public bool Contain(IPAddress address)
    {
        var current = Volatile.Read(ref state);
        if (time.GetElapsedTime(current.ReadAt) >= Lifetime)
            Volatile.Write(ref state, current = ReadAgain(current));
        return current.Addresses.Contains(address);
    }

    /// <summary>Reads the addresses of all interfaces.</summary>
    public static IEnumerable<IPAddress> ReadInterfaces() =>
        NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address);

    private State Read() => new(read().ToFrozenSet(), time.GetTimestamp());

    private State ReadAgain(State last)
    {
        try
        {
            return Read();
        }
        catch (NetworkInformationException)
        {
            return last with { ReadAt = time.GetTimestamp() };
        }
    }

    private sealed record State(FrozenSet<IPAddress> Addresses, long ReadAt);
}
