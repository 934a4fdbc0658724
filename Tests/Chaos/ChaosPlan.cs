using RetailPulse.Tests.Chaos.Faults;

namespace RetailPulse.Tests.Chaos;

/// <summary>A schedule of faults in two parallel lanes: instantaneous faults and lasting ones. The same seed gives the same plan.</summary>
internal sealed class ChaosPlan
{
    /// <summary>Pause between two lasting faults, in which the cluster can recover.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly List<PlannedFault> faults = [];
    private readonly Random random;

    private ChaosPlan(int seed) => random = new Random(seed);

    /// <summary>The faults, ordered by time.</summary>
    public IReadOnlyList<PlannedFault> Faults => [.. faults.OrderBy(fault => fault.At)];

    /// <summary>Returns a plan with every kind of fault once, in quick succession.</summary>
    public static ChaosPlan Short(IReadOnlyList<FaultKind> kinds, int seed)
    {
        var plan = new ChaosPlan(seed);
        var at = Rest;
        foreach (var kind in kinds)
        {
            plan.Add(at, kind, kind.Short);
            at += TimeSpan.FromSeconds(kind.Short) + Rest;
        }

        return plan;
    }

    /// <summary>Draws faults at random times, at the rates of their kinds.</summary>
    public static ChaosPlan Long(IReadOnlyList<FaultKind> kinds, int seed, TimeSpan duration)
    {
        var plan = new ChaosPlan(seed);
        foreach (var kind in kinds.Where(kind => kind.Most == 0))
            for (var i = 0; i < kind.Often * duration.TotalMinutes; i++)
                plan.Add(plan.random.NextDouble() * duration, kind, 0);
        plan.FillLane([.. kinds.Where(kind => kind.Most > 0)], duration);
        return plan;
    }

    /// <summary>Draws lasting faults one after the other, in rounds of random order.</summary>
    private void FillLane(FaultKind[] kinds, TimeSpan duration)
    {
        var round = kinds.SelectMany(kind => Enumerable.Repeat(kind, (int)kind.Often)).ToArray();
        var at = Rest;
        while (true)
        {
            random.Shuffle(round);
            foreach (var kind in round)
            {
                var lasting = kind.Least + random.NextDouble() * (kind.Most - kind.Least);
                if (at + TimeSpan.FromSeconds(lasting) > duration)
                    return;
                Add(at, kind, lasting);
                at += TimeSpan.FromSeconds(lasting) + 2 * random.NextDouble() * Rest;
            }
        }
    }

    private void Add(TimeSpan at, FaultKind kind, double seconds) =>
        faults.Add(new PlannedFault(at, kind.Fault, TimeSpan.FromSeconds(seconds), random.Next()));
}

/// <summary>A fault and the time at which it strikes.</summary>
/// <param name="At">Time since the start of the run.</param>
/// <param name="Seed">Seed for the choice of the victim.</param>
internal sealed record PlannedFault(TimeSpan At, IFault Fault, TimeSpan Lasting, int Seed);
