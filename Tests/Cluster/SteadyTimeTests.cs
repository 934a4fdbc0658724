using RetailPulse.Silo;

namespace RetailPulse.Tests.Cluster;

public sealed class SteadyTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_time_goes_on_when_the_wall_clock_jumps(int hours)
    {
        var wall = new Wall();
        var time = new SteadyTime(wall);
        (wall.Seconds, wall.Error) = (10, TimeSpan.FromHours(hours));
        Assert.Equal(Noon.AddSeconds(10), time.GetUtcNow());
        (wall.Seconds, wall.Error) = (25, TimeSpan.Zero);
        Assert.Equal(Noon.AddSeconds(25), time.GetUtcNow());
    }

    /// <summary>A clock that can be moved while monotonic time goes on.</summary>
    private sealed class Wall : TimeProvider
    {
        public long Seconds { get; set; }

        public TimeSpan Error { get; set; }

        public override long TimestampFrequency => 1;

        public override DateTimeOffset GetUtcNow() => Noon.AddSeconds(Seconds) + Error;

        public override long GetTimestamp() => Seconds;
    }
}
