using System.Collections.Concurrent;
using System.Net;

namespace RetailPulse.Grains.Network;

/// <summary>
/// Remembers for a short time which addresses took no connection, so that a name with one dead address does not cost every connection a timeout.
/// </summary>
internal sealed class FailedAddresses(TimeProvider time)
{
    /// <summary>Names are chosen by strangers, so there is a bound.</summary>
    private const int Most = 4096;

    /// <summary>How long an address is tried last after a connection to it failed.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPEndPoint, long> failed = [];

    /// <summary>
    /// Returns <paramref name="addresses"/> with those last that refused a connection recently. Once the time of such an address is over, one caller gets it
    /// in its usual place, and finds out for the others.
    /// </summary>
    public IEnumerable<IPAddress> Order(IPAddress[] addresses, int port) =>
        addresses.Length < 2 || failed.IsEmpty ? addresses : [.. addresses.OrderBy(address => IsLast(new IPEndPoint(address, port)))];

    public void Fail(IPEndPoint address)
    {
        if (failed.Count >= Most) Sweep();
        if (failed.Count < Most) failed[address] = time.GetTimestamp();
    }

    public void Connect(IPEndPoint address)
    {
        if (!failed.IsEmpty) failed.TryRemove(address, out _);
    }

    private bool IsLast(IPEndPoint address) =>
        failed.TryGetValue(address, out var at) && (!IsOver(at) || !failed.TryUpdate(address, time.GetTimestamp(), at));

    private bool IsOver(long at) => time.GetElapsedTime(at) >= Remembered;

    private void Sweep()
    {
        foreach (var old in failed.Where(address => IsOver(address.Value))) failed.TryRemove(old);
    }
}
