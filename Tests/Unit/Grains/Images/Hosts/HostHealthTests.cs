using RetailPulse.Grains.Images.Hosts;

namespace RetailPulse.Tests.Unit.Grains.Images.Hosts;

public sealed class HostHealthTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Eight_calls_in_a_row_without_a_response_make_a_host_down()
    {
        var health = Learn(HostHealth.New(256), CallEnd.Unreachable, times: 7);
        Assert.False(health.Troubled);
        health = Learn(health, CallEnd.Unreachable, times: 1);
        Assert.True(health.Troubled && health.Down(Start));
    }

    [Theory]
    [InlineData(CallEnd.Broken)]
    [InlineData(CallEnd.BusyForLong)]
    public void A_host_that_responds_with_errors_is_not_down(object end)
    {
        var health = HostHealth.New(256);
        for (var call = 0; call < 100; call++)
        {
            health = Learn(health, (CallEnd)end, times: 1);
            Assert.False(health.Down(Start));
        }
    }

    [Fact]
    public void A_host_that_answered_a_moment_ago_is_not_down_however_many_of_its_calls_hang()
    {
        var health = Learn(Learn(HostHealth.New(256), CallEnd.Answered, times: 1), CallEnd.Unreachable, times: 40);
        Assert.True(health.Troubled);
        Assert.False(health.Down(Start + TimeSpan.FromSeconds(9)));
        Assert.True(health.Down(Start + TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData(CallEnd.Answered)]
    [InlineData(CallEnd.Busy)]
    [InlineData(CallEnd.BusyForLong)]
    public void Any_response_but_an_error_ends_the_trouble(object end)
    {
        var health = Learn(Learn(HostHealth.New(256), CallEnd.Unreachable, times: 50), (CallEnd)end, times: 1);
        Assert.False(health.Troubled);
        Assert.False(health.Down(Start));
    }

    [Fact]
    public void An_error_from_a_probed_host_shows_that_it_is_not_down()
    {
        var health = Learn(Learn(HostHealth.New(256), CallEnd.Unreachable, times: 50), CallEnd.Broken, times: 1);
        Assert.False(health.Down(Start));
    }

    [Fact]
    public void A_call_that_says_nothing_changes_nothing() =>
        Assert.Equal(HostHealth.New(256), Learn(HostHealth.New(256), CallEnd.Nothing, times: 50));

    [Fact]
    public void One_broken_path_among_good_ones_neither_slows_nor_stops_the_host()
    {
        var health = HostHealth.New(256);
        for (var call = 0; call < 200; call++)
            health = Learn(health, call % 3 == 0 ? CallEnd.Broken : CallEnd.Answered, times: 1);
        Assert.Equal((256, false, false), (health.Pace, health.Troubled, health.Slowed));
    }

    [Fact]
    public void A_host_most_of_whose_calls_fail_gets_fewer_and_recovers()
    {
        var health = HostHealth.New(256);
        for (var call = 0; call < 200; call++)
            health = Learn(health, call % 4 == 0 ? CallEnd.Answered : CallEnd.Broken, times: 1);
        Assert.InRange(health.Pace, HostHealth.MinPace, 32);
        health = Learn(health, CallEnd.Answered, times: 300);
        Assert.Equal(256, health.Pace);
    }

    [Fact]
    public void The_longest_requested_rest_applies_and_a_slow_start_follows()
    {
        var health = HostHealth.New(256).Learn(CallEnd.Busy, Minute, Start).Learn(CallEnd.Busy, Minute / 2, Start);
        Assert.True(health.Resting(Start + Minute - TimeSpan.FromTicks(1)));
        Assert.False(health.Resting(Start + Minute));
        Assert.Equal(1, health.MaxCalls(Start + Minute));
        health = health.Learn(CallEnd.Answered, default, Start + Minute);
        Assert.Equal(2, health.MaxCalls(Start + Minute));
    }

    [Fact]
    public void A_wish_that_no_image_can_grant_slows_the_host_and_does_not_stop_it()
    {
        var health = HostHealth.New(256).Learn(CallEnd.BusyForLong, TimeSpan.FromDays(1), Start);
        Assert.False(health.Resting(Start));
        Assert.Equal(HostHealth.MinPace, health.MaxCalls(Start));
    }

    [Fact]
    public void A_host_that_has_not_responded_recently_gets_few_calls()
    {
        Assert.Equal(HostHealth.Unproven, HostHealth.New(256).MaxCalls(Start));
        var answered = Learn(HostHealth.New(256), CallEnd.Answered, times: 1);
        Assert.Equal(256, answered.MaxCalls(Start));
        Assert.Equal(HostHealth.Unproven, answered.MaxCalls(Start + TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Rounds_of_probes_come_after_one_second_to_fifteen()
    {
        var health = Learn(HostHealth.New(256), CallEnd.Unreachable, times: 8);
        var (now, pauses) = (Start, new List<double>());
        for (var round = 0; round < 7; round++)
        {
            health = health.BeginRound(now, spread: 1);
            pauses.Add((health.NextAt - now).TotalSeconds);
            now = health.NextAt;
        }

        Assert.Equal([1, 2, 4, 8, 15, 15, 15], pauses);
        Assert.Equal(now + TimeSpan.FromSeconds(7.5), health.BeginRound(now, spread: 0).NextAt);
    }

    /// <summary>Every host can be called again at some time, and never by more calls than allowed.</summary>
    [Fact]
    public void The_pace_stays_within_its_bounds_in_any_order_of_calls()
    {
        var random = new Random(7);
        foreach (var most in (int[])[1, 2, 8, 256])
        {
            var (health, now) = (HostHealth.New(most), Start);
            for (var call = 0; call < 5_000; call++)
            {
                now += TimeSpan.FromMilliseconds(random.Next(50));
                health = health.Learn((CallEnd)random.Next(6), TimeSpan.FromSeconds(random.Next(3)), now);
                if (random.Next(4) == 0)
                    health = health.BeginRound(now, random.NextDouble());
                Assert.InRange(health.Pace, 1, most);
                Assert.InRange(health.MaxCalls(now), 1, most);
                Assert.InRange(health.RecentFailures, 0, health.Calls);
                Assert.True(health.NextAt <= now + TimeSpan.FromSeconds(15) && health.RestUntil <= now + TimeSpan.FromSeconds(3));
                Assert.True(!health.Down(now) || health.Troubled);
            }
        }
    }

    private static HostHealth Learn(HostHealth health, CallEnd end, int times)
    {
        for (var call = 0; call < times; call++)
            health = health.Learn(end, TimeSpan.FromSeconds(1), Start);
        return health;
    }
}
