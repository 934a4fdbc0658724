using System.Collections.Concurrent;
using System.Net;

namespace RetailPulse.Grains.Network;

/// <summary>
/// Remembers for a short time which addresses accepted no connection, so that a name with one dead address does not cost every connection a
/// timeout.
/// </summary>
internal sealed class FailedAddresses(TimeProvider time)
{
    /// <summary>Maximum number of addresses. It must be limited, because clients choose the names.</summary>
    private const int MaxAddresses = 4096;

    /// <summary>Time during which an address is tried last after a connection to it failed.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPEndPoint, long> failed = [];

    /// <summary>Orders addresses so that those that recently accepted no connection are last.</summary>
    /// <remarks>
    /// When the time of such an address is over, one caller gets it in its original position and tests it for the others.
    /// </remarks>
    public IEnumerable<IPAddress> Order(IPAddress[] addresses, int port) =>
        addresses.Length < 2 || failed.IsEmpty ? addresses : [.. addresses.OrderBy(address => IsLast(new IPEndPoint(address, port)))];

    public void Fail(IPEndPoint address)
    {
        if (failed.Count >= MaxAddresses)
            Sweep();
        if (failed.Count < MaxAddresses)
            failed[address] = time.GetTimestamp();
    }

    public void Connect(IPEndPoint address)
    {
        if (!failed.IsEmpty)
            failed.TryRemove(address, out _);
    }

    private bool IsLast(IPEndPoint address) =>
        failed.TryGetValue(address, out var at) && (!IsExpired(at) || !failed.TryUpdate(address, time.GetTimestamp(), at));

    private bool IsExpired(long at) => time.GetElapsedTime(at) >= Remembered;

    private void Sweep()
    {
        foreach (var old in failed.Where(address => IsExpired(address.Value)))
            failed.TryRemove(old);
    }
}
