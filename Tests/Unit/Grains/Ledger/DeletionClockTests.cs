using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Tests.Unit.Grains.Ledger;

/// <summary>Tests that no single wrong clock makes data expire too early.</summary>
public sealed class DeletionClockTests : IDatabaseClock
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Wall wall = new();
    private readonly Entries entries = new();
    private readonly ClockWatch watch;
    private readonly DeletionClock clock;
    private DateTimeOffset? server;

    public DeletionClockTests()
    {
        watch = new ClockWatch(wall);
        clock = new DeletionClock(watch, this, wall, entries);
    }

    Task<DateTimeOffset?> IDatabaseClock.ReadAsync(CancellationToken cancellationToken) => Task.FromResult(server);

    [Theory]
    [InlineData(0)]
    [InlineData(-40 * 24 * 60)]
    [InlineData(59)]
    public async Task A_clock_that_was_corrected_is_followed(int minutes)
    {
        (wall.Seconds, wall.Error) = (1000, TimeSpan.FromMinutes(minutes));
        Assert.Equal(wall.GetUtcNow(), await clock.ReadAsync(None));
        Assert.Empty(entries.Events);
    }

    [Fact]
    public async Task A_clock_that_jumped_forward_makes_nothing_expire_until_it_is_back()
    {
        (wall.Seconds, wall.Error) = (1000, TimeSpan.FromDays(40));
        Assert.Null(await clock.ReadAsync(None));
        Assert.Equal((LogLevel.Error, "ClockJumped"), Assert.Single(entries.Events));

        wall.Error = TimeSpan.Zero;
        Assert.Equal(Noon.AddSeconds(1000), await clock.ReadAsync(None));
    }

    [Fact]
    public async Task A_process_that_runs_for_a_month_has_not_jumped()
    {
        wall.Seconds = 31 * 24 * 3600;
        Assert.Equal(Noon.AddDays(31), await clock.ReadAsync(None));
    }

    [Fact]
    public async Task The_earlier_clock_of_host_and_database_decides()
    {
        server = Noon.AddDays(-40);
        Assert.Equal(server, await clock.ReadAsync(None));
        Assert.Equal((LogLevel.Error, "ClockAhead"), Assert.Single(entries.Events));

        server = Noon.AddDays(40);
        Assert.Equal(Noon, await clock.ReadAsync(None));
        server = Noon.AddSeconds(-1);
        Assert.Equal(server, await clock.ReadAsync(None));
        Assert.Single(entries.Events);
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

    private sealed class Entries : ILogger<DeletionClock>
    {
        public List<(LogLevel Level, string? Event)> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Events.Add((logLevel, eventId.Name));
    }
}
