namespace RetailPulse.Grains.Fairness;

/// <summary>A waiting line that is fair first among tenants, then among the jobs of a tenant.</summary>
/// <remarks>
/// The next waiter is the oldest one of the job that holds the least, within the tenant that holds the least. Among equals, the one that
/// was served longest ago is next. Fairness counts what is held now, not what was granted over time: an owner whose calls are slow does
/// not end up holding everything. Not thread-safe: the caller locks.
/// </remarks>
internal sealed class FairLine<T>
{
    private readonly Dictionary<Owner, Share> shares = [];
    private readonly Dictionary<string, Tenant> tenants = new(StringComparer.Ordinal);
    private readonly SortedSet<Tenant> waiting = new(Party.Order);
    private long turn;

    /// <summary>Number of waiters.</summary>
    public int Count { get; private set; }

    /// <summary>The job that is served next; <see langword="null"/> if no caller waits.</summary>
    public Share? Next => waiting.Min?.Waiting.Min;

    /// <summary>Returns the share of <paramref name="owner"/>. It exists as long as the owner holds something or waits.</summary>
    public Share Find(Owner owner)
    {
        if (shares.TryGetValue(owner, out var share))
            return share;
        if (!tenants.TryGetValue(owner.Tenant, out var tenant))
            tenants[owner.Tenant] = tenant = new Tenant { Turn = ++turn };
        tenant.Jobs++;
        return shares[owner] = new Share(owner, tenant) { Turn = ++turn };
    }

    /// <summary>Counts one more permit held by <paramref name="share"/>.</summary>
    public void Hold(Share share) => Change(share, 1);

    /// <summary>Counts one permit less held by <paramref name="share"/>.</summary>
    public void GiveBack(Share share)
    {
        Change(share, -1);
        Forget(share);
    }

    /// <summary>Adds a waiter to the end of its job's line.</summary>
    /// <param name="deferred">
    /// Whether the waiter queues after all waiters of its job that were added without this flag, now and later.
    /// </param>
    public void Add(Share share, LinkedListNode<T> waiter, bool deferred = false)
    {
        Lift(share);
        (deferred ? share.Deferred : share.Ahead).AddLast(waiter);
        Lower(share);
        Count++;
    }

    /// <summary>Removes a waiter that leaves without being served.</summary>
    public void Remove(Share share, LinkedListNode<T> waiter)
    {
        Lift(share);
        Detach(share, waiter);
        Forget(share);
    }

    /// <summary>Removes a waiter that is served: its share holds one more permit, and it is served last among equals.</summary>
    public void Serve(Share share, LinkedListNode<T> waiter)
    {
        Lift(share);
        share.Held++;
        share.Tenant.Held++;
        share.Turn = share.Tenant.Turn = ++turn;
        Detach(share, waiter);
    }

    /// <summary>Returns all waiters, in no particular order.</summary>
    public IEnumerable<(Share Share, LinkedListNode<T> Waiter)> Waiters()
    {
        foreach (var share in shares.Values)
        {
            for (var node = share.First; node is not null; node = node.Next ?? (node.List == share.Ahead ? share.Deferred.First : null))
                yield return (share, node);
        }
    }

    private void Detach(Share share, LinkedListNode<T> waiter)
    {
        waiter.List!.Remove(waiter);
        Lower(share);
        Count--;
    }

    private void Change(Share share, int held)
    {
        Lift(share);
        share.Held += held;
        share.Tenant.Held += held;
        Lower(share);
    }

    /// <summary>
    /// Takes a share out of the sorted sets. Required before every change, because the sets are ordered by mutable values. The only
    /// element of a set stays, because it has no order.
    /// </summary>
    private void Lift(Share share)
    {
        if (waiting.Count > 1)
            waiting.Remove(share.Tenant);
        if (share.Tenant.Waiting.Count > 1)
            share.Tenant.Waiting.Remove(share);
    }

    private void Lower(Share share)
    {
        if (share.First is not null)
            share.Tenant.Waiting.Add(share);
        else
            share.Tenant.Waiting.Remove(share);
        if (share.Tenant.Waiting.Count > 0)
            waiting.Add(share.Tenant);
        else
            waiting.Remove(share.Tenant);
    }

    /// <summary>Drops a share that holds nothing and has no waiter.</summary>
    public void Forget(Share share)
    {
        if (share.Held > 0 || share.First is not null || !shares.Remove(share.Owner))
            return;
        if (--share.Tenant.Jobs == 0)
            tenants.Remove(share.Owner.Tenant);
    }

    /// <summary>A participant that is treated fairly among its peers.</summary>
    internal abstract class Party
    {
        /// <summary>Orders parties by when they are served. No two parties have the same turn.</summary>
        public static readonly Comparer<Party> Order = Comparer<Party>.Create(
            static (one, other) => one.Held != other.Held ? one.Held.CompareTo(other.Held) : one.Turn.CompareTo(other.Turn)
        );

        public int Held { get; set; }

        public long Turn { get; set; }
    }

    /// <summary>The share of a tenant: the sum over its jobs.</summary>
    internal sealed class Tenant : Party
    {
        public int Jobs { get; set; }

        public SortedSet<Share> Waiting { get; } = new(Order);
    }

    /// <summary>The share of one job, and its waiters.</summary>
    internal sealed class Share(Owner owner, Tenant tenant) : Party
    {
        public Owner Owner => owner;

        public Tenant Tenant => tenant;

        public LinkedList<T> Ahead { get; } = [];

        public LinkedList<T> Deferred { get; } = [];

        /// <summary>The waiter that is served next.</summary>
        public LinkedListNode<T>? First => Ahead.First ?? Deferred.First;
    }
}
