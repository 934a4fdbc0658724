using RetailPulse.Grains.Fairness;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>The queue of one origin: its health, its calls in flight, and the images that wait. Not thread-safe: the owner locks.</summary>
/// <param name="most">Maximum number of connections to the host.</param>
/// <param name="patience">Time that images wait for a host that does not respond.</param>
internal sealed class HostQueue(string origin, int most, TimeSpan patience, TimeSpan now)
{
    /// <summary>Maximum number of probes in flight, over all rounds.</summary>
    private const int MaxProbes = 32;

    private static readonly TimeSpan IdleLifetime = TimeSpan.FromSeconds(30);

    /// <summary>Interval between scans of all waiting images. Images come and go far more often.</summary>
    private static readonly TimeSpan ScanInterval = TimeSpan.FromMilliseconds(200);

    private readonly FairLine<HostQueueEntry> line = new();
    private TimeSpan counted = now;
    private TimeSpan usedAt = now;
    private TimeSpan held;
    private TimeSpan firstByte;
    private TimeSpan nextScanAt;
    private int fresh;

    public string Origin => origin;

    public HostHealth Health { get; private set; } = HostHealth.New(most);

    public ImageReason LastReason { get; private set; }

    /// <summary>Number of calls in flight.</summary>
    public int InFlight { get; private set; }

    public int Waiting => line.Count;

    /// <summary>Total time that this host has been troubled.</summary>
    public TimeSpan TroubledFor { get; private set; }

    /// <summary>Total time that this host has paused at its own request.</summary>
    public TimeSpan RestedFor { get; private set; }

    public bool Idle => InFlight == 0 && line.Count == 0;

    /// <summary>Returns whether only the passing of time can admit a waiting image, because no call that ends would.</summary>
    public bool NeedsClock(TimeSpan now) => line.Count > 0 && (Health.Troubled || Health.Resting(now) || InFlight == 0);

    /// <summary>Returns whether the host can be forgotten. Old failures are irrelevant, but a requested pause remains in force.</summary>
    public bool Forgettable(TimeSpan now) => Idle && now - usedAt >= IdleLifetime && !Health.Resting(now);

    /// <summary>Returns whether an image that arrives now would wait long, for admission (by Little's law) or for its first byte.</summary>
    public bool Slow(TimeSpan now, TimeSpan limit) =>
        Health.Troubled
        || Health.Resting(now)
        || firstByte > limit
        || (InFlight >= Health.MaxCalls(now) && (!Health.Proven(now) || held * (line.Count + 1) > limit * Health.MaxCalls(now)));

    public void Add(HostQueueEntry entry, TimeSpan now)
    {
        Pass(now);
        usedAt = now;
        entry.Join(line.Find(entry.Owner), TroubledFor, RestedFor);
        line.Add(entry.Share, entry.Node, entry.Deferred);
        if (!entry.Deferred)
            (fresh, Health) = (fresh + 1, Health.Hurry(now));
    }

    public void Remove(HostQueueEntry entry)
    {
        line.Remove(entry.Share, entry.Node);
        if (!entry.Deferred)
            fresh--;
    }

    /// <summary>Adds the time since the last call to the totals.</summary>
    public void Pass(TimeSpan now)
    {
        var passed = now - counted;
        counted = now;
        if (Health.Resting(now))
            RestedFor += passed;
        else if (Health.Troubled)
            TroubledFor += passed;
    }

    /// <summary>Admits the images that may call now, and turns away those that have waited too long.</summary>
    public void Advance(TimeSpan now, RandomSource random)
    {
        Pass(now);
        if (Health.Resting(now))
            Overrule(now);
        else if (Health.Troubled)
            Probe(now, random);
        else
            while (line.Next is { } next && InFlight < Health.MaxCalls(now))
                Admit(next.First!.Value, probe: false, now);
    }

    /// <summary>Releases an entry and records the result of its call.</summary>
    public void Leave(HostQueueEntry entry, CallEnd end, TimeSpan requestedRest, ImageReason reason, TimeSpan now)
    {
        Pass(now);
        usedAt = now;
        InFlight--;
        line.GiveBack(entry.Share);
        if (end != CallEnd.Nothing)
        {
            held = Smooth(held, now - entry.AdmittedAt);
            if (entry.RespondedAt is { } at)
                firstByte = Smooth(firstByte, at - entry.AdmittedAt);
        }

        if (end is not (CallEnd.Nothing or CallEnd.Answered))
            LastReason = reason;
        Health = Health.Learn(end, requestedRest, now);
    }

    private static TimeSpan Smooth(TimeSpan known, TimeSpan latest) => known == default ? latest : known + (latest - known) / 8;

    /// <summary>Admits images that cannot wait any longer while the host rests, a few at a time. The response is their result.</summary>
    private void Overrule(TimeSpan now)
    {
        if (InFlight >= HostHealth.MinPace || !IsScanDue(now))
            return;
        foreach (var entry in Find(entry => entry.RestLeft(RestedFor) <= TimeSpan.Zero).Take(HostHealth.MinPace - InFlight))
            Admit(entry, probe: false, now);
    }

    private void Probe(TimeSpan now, RandomSource random)
    {
        var probes = Math.Min(HostHealth.MinPace, MaxProbes - InFlight);
        if (now >= Health.NextAt && probes > 0 && line.Count > 0)
        {
            for (; probes > 0 && line.Count > 0; probes--)
                Admit(Choose(probes % 2 == 0, random), probe: true, now);
            Health = Health.BeginRound(now, random.Draw());
            if (fresh > 0)
                Health = Health.Hurry(now);
        }

        if (!IsScanDue(now))
            return;
        var over = Find(entry => entry.PatienceLeft(TroubledFor) <= TimeSpan.Zero);

        // As long as the host responds to any image, however seldom, no image fails without a call of its own.
        if (Health.RespondedAt is { } at && (!Health.Silent || now - at < patience))
        {
            foreach (var entry in over.Take(Health.MaxCalls(now) - InFlight))
                Admit(entry, probe: false, now);
            return;
        }

        foreach (var entry in over)
        {
            Remove(entry);
            entry.TurnAway();
        }
    }

    private bool IsScanDue(TimeSpan now)
    {
        if (now < nextScanAt)
            return false;
        nextScanAt = now + ScanInterval;
        return true;
    }

    private List<HostQueueEntry> Find(Func<HostQueueEntry, bool> condition) =>
        [.. line.Waiters().Select(waiter => waiter.Waiter.Value).Where(condition)];

    /// <summary>
    /// Chooses the image for a probe. A queue full of images that hang must not hide the others, so every second probe is drawn at random
    /// from all images that have not failed here.
    /// </summary>
    private HostQueueEntry Choose(bool inTurn, RandomSource random)
    {
        var next = line.Next!.First!.Value;
        if (fresh == 0 || (inTurn && !next.Deferred))
            return next;
        return line.Waiters()
            .Where(waiter => !waiter.Waiter.Value.Deferred)
            .ElementAt(inTurn ? 0 : (int)(random.Draw() * fresh))
            .Waiter.Value;
    }

    private void Admit(HostQueueEntry entry, bool probe, TimeSpan now)
    {
        line.Serve(entry.Share, entry.Node);
        if (!entry.Deferred)
            fresh--;
        InFlight++;
        entry.IsSlow = firstByte > HostQueues.LongWait;
        entry.Admit(probe, now);
    }
}
