using RetailPulse.Grains.Hosts;
using RetailPulse.Hosts;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Hosts;

public sealed class HostMergeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_host_is_one_entry_with_its_silos_inside()
    {
        var up = Host("http://a.example", calls: 10) with { InFlight = 3, Waiting = 1 };
        var down = Host("http://A.example", HostState.Down, calls: 6, failures: 6, ImageReason.Connect) with
        {
            InFlight = 1,
            Waiting = 5,
            NextCallAt = Noon,
        };
        var entry = Assert.Single(HostMerge.Of([new("silo 2", down), new("silo 1", up)]));
        Assert.Equal(
            ("http://A.example", HostState.Down, 4, 6, 16, 6),
            (
                entry.Whole.Origin,
                entry.Whole.State,
                entry.Whole.InFlight,
                entry.Whole.Waiting,
                entry.Whole.RecentCalls,
                entry.Whole.RecentFailures
            )
        );
        Assert.Equal((ImageReason.Connect, Noon), (entry.Whole.LastReason, entry.Whole.NextCallAt));
        Assert.Equal([new HostOnSilo("silo 1", up), new HostOnSilo("silo 2", down)], entry.Silos);
    }

    [Fact]
    public void The_most_troubled_host_comes_first()
    {
        string[] order = ["http://down", "http://resting", "http://slowed", "http://waiting", "http://failing", "http://a", "http://b"];
        HostStatus[] hosts =
        [
            Host("http://down", HostState.Down),
            Host("http://resting", HostState.Resting),
            Host("http://slowed", HostState.Slowed),
            Host("http://waiting") with
            {
                Waiting = 1,
            },
            Host("http://failing", calls: 9, failures: 1),
            Host("http://a"),
            Host("http://b"),
        ];
        Assert.Equal(order, HostMerge.Of(hosts.Reverse().Select(host => new HostOnSilo("silo", host))).Select(entry => entry.Whole.Origin));
    }

    [Fact]
    public void The_earliest_next_call_counts()
    {
        HostOnSilo[] silos =
        [
            new("1", Host("http://a") with { NextCallAt = Noon.AddSeconds(2) }),
            new("2", Host("http://a")),
            new("3", Host("http://a") with { NextCallAt = Noon }),
        ];
        Assert.Equal(Noon, HostMerge.Of(silos).Single().Whole.NextCallAt);
    }

    private static HostStatus Host(
        string origin,
        HostState state = HostState.Up,
        int calls = 0,
        int failures = 0,
        ImageReason reason = ImageReason.None
    ) => new(origin, state, 0, 0, calls, failures, reason, null);
}
