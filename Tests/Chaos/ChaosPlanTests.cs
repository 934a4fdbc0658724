using RetailPulse.Tests.Chaos.Faults;

namespace RetailPulse.Tests.Chaos;

public sealed class ChaosPlanTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(25);

    private static readonly IReadOnlyList<FaultKind> Kinds =
    [
        new(new SiloKill(), 5),
        .. FaultKind.OfPostgres,
        new(new Freeze(), 1, Short: 5, Least: 5, Most: 60),
        new(new ClusterKill(), 5, Short: 1, Least: 15, Most: 25),
    ];

    [Fact]
    public void The_same_seed_gives_the_same_plan()
    {
        Assert.Equal(ChaosPlan.Long(Kinds, seed: 7, Duration).Faults, ChaosPlan.Long(Kinds, seed: 7, Duration).Faults);
        Assert.NotEqual(ChaosPlan.Long(Kinds, seed: 7, Duration).Faults, ChaosPlan.Long(Kinds, seed: 8, Duration).Faults);
    }

    [Fact]
    public void A_short_plan_has_every_kind_once() =>
        Assert.Equal(Kinds.Select(kind => kind.Fault), ChaosPlan.Short(Kinds, seed: 7).Faults.Select(fault => fault.Fault));

    [Fact]
    public void A_plan_of_25_minutes_has_the_minimum_number_of_each_fault()
    {
        var times = ChaosPlan.Long(Kinds, seed: 7, Duration).Faults.CountBy(fault => fault.Fault.Name).ToDictionary();
        Assert.True(
            times["silo kills"] >= 100 && times["whole-cluster kills"] >= 20 && times["database restarts"] >= 20,
            string.Join(", ", times)
        );
        Assert.True(times["freezes"] >= 4 && times["database absences"] >= 4, string.Join(", ", times));
    }

    [Fact]
    public void Troubles_that_last_follow_each_other_within_the_duration()
    {
        PlannedFault[] troubles = [.. ChaosPlan.Long(Kinds, seed: 7, Duration).Faults.Where(fault => fault.Lasting > TimeSpan.Zero)];
        Assert.All(troubles.Zip(troubles.Skip(1)), pair => Assert.True(pair.First.At + pair.First.Lasting <= pair.Second.At));
        Assert.True(troubles[^1].At + troubles[^1].Lasting <= Duration);
    }
}
