using RetailPulse.Grains.Fairness;
using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>One origin: its health, the calls under way, and the images that wait for a place. Its owner locks.</summary>
internal sealed class HostQueue(string origin, int most, TimeSpan now)
{
    /// <summary>Probes under way at once, of all rounds together.</summary>
    private const int MostProbes = 32;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly FairLine<HostPlace> line = new();
    private TimeSpan counted = now;
    private TimeSpan usedAt = now;
    private TimeSpan held;
    private TimeSpan firstByte;
    private int fresh;

    public string Origin => origin;

    public HostHealth Health { get; private set; } = HostHealth.New(most);

    public ImageReason LastReason { get; private set; }

    /// <summary>Calls under way.</summary>
    public int InFlight { get; private set; }

    public int Waiting => line.Count;

    /// <summary>Time that this host has been in trouble, in all.</summary>
    public TimeSpan TroubledFor { get; private set; }

    /// <summary>Time that this host has rested because it asked for it, in all.</summary>
    public TimeSpan RestedFor { get; private set; }

    public bool Idle => InFlight == 0 && line.Count == 0;

    /// <summary>The host moves only with time: nothing that ends would move it.</summary>
    public bool NeedsClock(TimeSpan now) => line.Count > 0 && (Health.Troubled || Health.Resting(now) || InFlight == 0);

    /// <summary>Old failures say nothing about a host; what it asked for holds.</summary>
    public bool Forgettable(TimeSpan now) => Idle && now - usedAt >= Remembered && !Health.Resting(now);

    /// <summary>Whether an image that comes now would wait for long, by Little's law, or for its first byte.</summary>
    public bool Slow(TimeSpan now, TimeSpan limit) =>
        Health.Troubled || Health.Resting(now) || firstByte > limit
        || (InFlight >= Health.Places(now) && (!Health.Proven(now) || held * (line.Count + 1) > limit * Health.Places(now)));

    public bool SlowToRespond(TimeSpan limit) => firstByte > limit;

    public void Add(HostPlace place, TimeSpan now)
    {
        Pass(now);
        usedAt = now;
        place.Join(line.Find(place.Owner), TroubledFor, RestedFor);
        line.Add(place.Share, place.Node, place.Behind);
        if (!place.Behind) (fresh, Health) = (fresh + 1, Health.Hurry(now));
    }

    public void Remove(HostPlace place)
    {
        line.Remove(place.Share, place.Node);
        if (!place.Behind) fresh--;
    }

    /// <summary>Counts the time since the last look.</summary>
    public void Pass(TimeSpan now)
    {
        var passed = now - counted;
        counted = now;
        if (Health.Resting(now)) RestedFor += passed;
        else if (Health.Troubled) TroubledFor += passed;
    }

    /// <summary>Admits the images that may call now, and turns away those that have waited for too long.</summary>
    public void Advance(TimeSpan now, RandomSource random)
    {
        Pass(now);
        if (Health.Resting(now)) Overrule(now);
        else if (Health.Troubled) Probe(now, random);
        else while (line.Next is { } next && InFlight < Health.Places(now)) Admit(next.First!.Value, probe: false, now);
    }

    public void Leave(HostPlace place, CallEnd end, TimeSpan wish, ImageReason reason, TimeSpan now)
    {
        Pass(now);
        usedAt = now;
        InFlight--;
        line.GiveBack(place.Share);
        if (end != CallEnd.Nothing)
        {
            held = Smooth(held, now - place.AdmittedAt);
            if (place.RespondedAt is { } at) firstByte = Smooth(firstByte, at - place.AdmittedAt);
        }

        if (end is not (CallEnd.Nothing or CallEnd.Answered)) LastReason = reason;
        Health = Health.Learn(end, wish, now);
    }

    private static TimeSpan Smooth(TimeSpan known, TimeSpan latest) => known == default ? latest : known + (latest - known) / 8;

    /// <summary>Images that have waited for as long as they can go while the host rests, few at once: the response is their result.</summary>
    private void Overrule(TimeSpan now)
    {
        if (InFlight >= HostHealth.Least) return;
        foreach (var place in line.Waiters().Select(waiter => waiter.Waiter.Value).Where(place => place.RestLeft(RestedFor) <= TimeSpan.Zero).Take(HostHealth.Least - InFlight).ToList())
            Admit(place, probe: false, now);
    }

    private void Probe(TimeSpan now, RandomSource random)
    {
        var probes = Math.Min(HostHealth.Least, MostProbes - InFlight);
        if (now >= Health.NextAt && probes > 0 && line.Count > 0)
        {
            for (; probes > 0 && line.Count > 0; probes--) Admit(Choose(probes % 2 == 0, random), probe: true, now);
            Health = Health.BeginRound(now, random.Draw());
            if (fresh > 0) Health = Health.Hurry(now);
        }

        foreach (var place in line.Waiters().Select(waiter => waiter.Waiter.Value).Where(place => place.PatienceLeft(TroubledFor) <= TimeSpan.Zero).ToList())
        {
            if (!Health.Silent)
            {
                if (InFlight >= Health.Places(now)) return;
                Admit(place, probe: false, now);
            }
            else
            {
                Remove(place);
                place.TurnAway();
            }
        }
    }

    /// <summary>A line full of images that hang must not hide the others: every second probe is drawn from all that have not failed here.</summary>
    private HostPlace Choose(bool inTurn, RandomSource random)
    {
        if (inTurn || fresh < 2) return (line.Waiters().FirstOrDefault(waiter => fresh > 0 && !waiter.Waiter.Value.Behind).Waiter ?? line.Next!.First!).Value;
        return line.Waiters().Where(waiter => !waiter.Waiter.Value.Behind).ElementAt((int)(random.Draw() * fresh)).Waiter.Value;
    }

    private void Admit(HostPlace place, bool probe, TimeSpan now)
    {
        line.Serve(place.Share, place.Node);
        if (!place.Behind) fresh--;
        InFlight++;
        place.Admit(probe, now);
    }
}
