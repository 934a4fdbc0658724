using RetailPulse.Silo.Platform;

namespace RetailPulse.Tests.Unit.Silo.Platform;

public sealed class MonotonicTimeProviderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly Wall wall = new();
    private readonly MonotonicTimeProvider time;

    public MonotonicTimeProviderTests() => time = new MonotonicTimeProvider(wall);

    [Fact]
    public void A_machine_that_was_suspended_has_the_right_time_at_once()
    {
        (wall.Seconds, wall.Error) = (10, TimeSpan.FromHours(8));
        Assert.Equal(Noon.AddHours(8).AddSeconds(10), time.GetUtcNow());
        wall.Seconds = 25;
        Assert.Equal(Noon.AddHours(8).AddSeconds(25), time.GetUtcNow());
    }

    [Fact]
    public void A_clock_that_is_set_back_never_shows_an_earlier_time()
    {
        wall.Error = TimeSpan.FromHours(1);
        var last = time.GetUtcNow();
        wall.Error = TimeSpan.Zero;
        for (var minute = 1; minute <= 180; minute++)
        {
            wall.Seconds = minute * 60;
            Assert.True(time.GetUtcNow() > last);
            last = time.GetUtcNow();
        }
    }

    [Theory]
    [InlineData(60, 30)]
    [InlineData(119, 0.5)]
    [InlineData(120, 0)]
    [InlineData(500, 0)]
    public void An_error_of_an_hour_is_gone_after_two(int minutes, double aheadByMinutes)
    {
        wall.Error = TimeSpan.FromHours(1);
        time.GetUtcNow();
        wall.Error = TimeSpan.Zero;
        wall.Seconds = minutes * 60;
        Assert.Equal(wall.GetUtcNow().AddMinutes(aheadByMinutes), time.GetUtcNow());
    }

    [Fact]
    public void Durations_do_not_follow_the_wall_clock()
    {
        var started = time.GetTimestamp();
        (wall.Seconds, wall.Error) = (10, TimeSpan.FromHours(-1));
        Assert.Equal(TimeSpan.FromSeconds(10), time.GetElapsedTime(started));
    }

    /// <summary>A clock that can be moved while monotonic time continues.</summary>
    private sealed class Wall : TimeProvider
    {
        public long Seconds { get; set; }

        public TimeSpan Error { get; set; }

        public override long TimestampFrequency => 1;

        public override DateTimeOffset GetUtcNow() => Noon.AddSeconds(Seconds) + Error;

        public override long GetTimestamp() => Seconds;
    }
}
