using RetailPulse.Tests.Chaos.Faults;

namespace RetailPulse.Tests.Chaos;

/// <summary>What is to happen when: two lanes side by side, of blows that are over at once and of troubles that last. The same seed gives the same plan.</summary>
internal sealed class ChaosPlan
{
    /// <summary>For the cluster to move between two troubles.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly List<PlannedFault> faults = [];
    private readonly Random random;

    private ChaosPlan(int seed) => random = new Random(seed);

    /// <summary>In the order of their times.</summary>
    public IReadOnlyList<PlannedFault> Faults => [.. faults.OrderBy(fault => fault.At)];

    /// <summary>Every kind of fault once, one soon after the other.</summary>
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

    /// <summary>Faults at random instants, as often as their kinds say.</summary>
    public static ChaosPlan Long(IReadOnlyList<FaultKind> kinds, int seed, TimeSpan duration)
    {
        var plan = new ChaosPlan(seed);
        foreach (var kind in kinds.Where(kind => kind.Most == 0))
            for (var i = 0; i < kind.Often * duration.TotalMinutes; i++) plan.Add(plan.random.NextDouble() * duration, kind, 0);
        plan.FillLane([.. kinds.Where(kind => kind.Most > 0)], duration);
        return plan;
    }

    /// <summary>One trouble after the other, in rounds of a random order each.</summary>
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
                if (at + TimeSpan.FromSeconds(lasting) > duration) return;
                Add(at, kind, lasting);
                at += TimeSpan.FromSeconds(lasting) + 2 * random.NextDouble() * Rest;
            }
        }
    }

    private void Add(TimeSpan at, FaultKind kind, double seconds) => faults.Add(new PlannedFault(at, kind.Fault, TimeSpan.FromSeconds(seconds), random.Next()));
}

/// <summary>One fault and its instant.</summary>
/// <param name="At">After the start of the run.</param>
/// <param name="Seed">Of the choice of its victim.</param>
internal sealed record PlannedFault(TimeSpan At, IFault Fault, TimeSpan Lasting, int Seed);
