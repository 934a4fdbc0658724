using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Webhooks;

/// <summary>The limits on this silo's webhook attempts in flight, shared fairly among tenants.</summary>
/// <remarks>
/// Some permits are reserved for tenants that hold none, so that the hanging receivers of one tenant never use up all permits.
/// </remarks>
internal sealed class WebhookPermits
{
    /// <summary>
    /// Maximum number of attempts in flight. Each takes a socket and a few kilobytes. One tenant alone gets at most three quarters.
    /// </summary>
    public const int MaxAttempts = 384;

    /// <summary>
    /// Maximum number of attempts in flight to one receiver: enough to keep up with its jobs, few enough to leave room for others.
    /// </summary>
    public const int MaxPerReceiver = 8;

    private readonly FairPermits shared = new(MaxAttempts, reserve: true);
    private readonly Lock gate = new();
    private readonly Dictionary<Receiver, int> receivers = [];
    private readonly Dictionary<string, int> tenants = new(StringComparer.Ordinal);

    /// <summary>Receivers that have reached their limit.</summary>
    public IReadOnlyList<Receiver> Busy
    {
        get
        {
            lock (gate)
                return [.. receivers.Where(receiver => receiver.Value >= MaxPerReceiver).Select(receiver => receiver.Key)];
        }
    }

    /// <summary>
    /// Orders due deliveries: the tenant with the fewest attempts in flight first, then the delivery that has been due longest.
    /// </summary>
    public IReadOnlyList<NextDelivery> Order(IEnumerable<NextDelivery> due)
    {
        lock (gate)
            return [.. due.OrderBy(next => tenants.GetValueOrDefault(next.Receiver.Tenant)).ThenBy(next => next.At)];
    }

    /// <summary>
    /// Acquires as many permits as attempts at <paramref name="receiver"/> may begin now. The caller disposes each of them.
    /// </summary>
    public IReadOnlyList<IDisposable> Acquire(Receiver receiver)
    {
        lock (gate)
        {
            var taken = new List<IDisposable>();
            while (receivers.GetValueOrDefault(receiver) < MaxPerReceiver && shared.TryAcquire(new Owner(receiver.Tenant, 0)) is { } permit)
            {
                receivers[receiver] = receivers.GetValueOrDefault(receiver) + 1;
                tenants[receiver.Tenant] = tenants.GetValueOrDefault(receiver.Tenant) + 1;
                taken.Add(new Permit(this, receiver, permit));
            }

            return taken;
        }
    }

    private void GiveBack(Receiver receiver, FairPermits.Permit permit)
    {
        lock (gate)
        {
            permit.Dispose();
            if (--receivers[receiver] == 0)
                receivers.Remove(receiver);
            if (--tenants[receiver.Tenant] == 0)
                tenants.Remove(receiver.Tenant);
        }
    }

    private sealed class Permit(WebhookPermits permits, Receiver receiver, FairPermits.Permit permit) : IDisposable
    {
        public void Dispose() => permits.GiveBack(receiver, permit);
    }
}
