using System.Collections.Frozen;
using System.Net;
using System.Net.NetworkInformation;

namespace RetailPulse.Grains.Network;

/// <summary>
/// The addresses of this machine's network interfaces. What listens on them, such as this service itself, trusts the machine more than a stranger, who
/// must not reach it by having this machine call itself.
/// </summary>
internal sealed class OwnAddresses
{
    /// <summary>The time after which the addresses are read again, since interfaces come and go. Reading takes about a millisecond.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly Func<IEnumerable<IPAddress>> read;
    private readonly TimeProvider time;
    private State state;

    /// <param name="read">Reads the addresses as they are now.</param>
    public OwnAddresses(Func<IEnumerable<IPAddress>> read, TimeProvider time)
    {
        (this.read, this.time) = (read, time);
        state = Read();
    }

    public bool Contain(IPAddress address)
    {
        var current = Volatile.Read(ref state);
        if (time.GetElapsedTime(current.ReadAt) >= Kept) Volatile.Write(ref state, current = ReadAgain(current));
        return current.Addresses.Contains(address);
    }

    /// <summary>Reads the addresses of all interfaces.</summary>
    public static IEnumerable<IPAddress> ReadInterfaces() =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address);

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
