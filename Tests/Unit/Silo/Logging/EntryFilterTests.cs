using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Silo.Logging;

namespace RetailPulse.Tests.Unit.Silo.Logging;

public sealed class EntryFilterTests
{
    private static readonly EventId Kind = new(7, "Seven");

    private readonly FakeTimeProvider clock = new();
    private readonly EntryFilter filter;

    public EntryFilterTests() => filter = new EntryFilter(clock);

    [Fact]
    public void A_flood_of_one_warning_is_limited_and_counted()
    {
        var written = Enumerable.Range(0, 100_000).Count(_ => filter.Admit("A", Kind, LogLevel.Warning).Admitted);
        Assert.Equal(EntryFilter.MaxPerMinute, written);
        Assert.True(filter.Admit("A", new EventId(8), LogLevel.Warning).Admitted);

        clock.Advance(TimeSpan.FromMinutes(1));
        var next = filter.Admit("B", Kind, LogLevel.Error);
        Assert.Equal((true, "A", 100_000L - EntryFilter.MaxPerMinute), (next.Admitted, next.Ended.Single().Key, next.Ended.Single().Value));
        Assert.True(filter.Admit("A", Kind, LogLevel.Warning).Admitted);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(filter.Admit("A", Kind, LogLevel.Warning).Ended);
    }

    [Fact]
    public async Task Suppressed_entries_are_reported_without_a_further_warning_and_at_the_end()
    {
        var log = new CategoryLog();
        using var reports = new SuppressedEntries(filter, log, clock);
        await reports.StartAsync(CancellationToken.None);
        Flood();
        clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Empty(log.Entries);
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult(!log.Entries.IsEmpty);
            },
            "the minute is reported"
        );
        Flood();
        await reports.StopAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Repeat($"A: {EntryFilter.Describe(50)}", 2), log.Entries);

        void Flood()
        {
            for (var i = 0; i < EntryFilter.MaxPerMinute + 50; i++)
                filter.Admit("A", Kind, LogLevel.Warning);
        }
    }

    [Fact]
    public void Information_is_never_suppressed() =>
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(filter.Admit("A", Kind, LogLevel.Information).Admitted));

    [Theory]
    [InlineData("Orleans.Runtime.MembershipService.LocalSiloHealthMonitor", 1, LogLevel.Warning)]
    [InlineData("Orleans.Runtime.MembershipService.SiloHealthMonitor", 100613, LogLevel.Warning)]
    [InlineData("Orleans.Runtime.Scheduler.WorkItemGroup", 101215, LogLevel.Warning)]
    [InlineData("Orleans.Runtime.MembershipService.MembershipAgent", 100661, LogLevel.Error)]
    [InlineData("Orleans.Runtime.Silo", 100439, LogLevel.Error)]
    public void Alarms_of_a_busy_start_are_written_only_when_they_last(string category, int kind, LogLevel level)
    {
        Assert.False(filter.Admit(category, new EventId(kind), level).Admitted);
        clock.Advance(EntryFilter.StartDuration);
        Assert.True(filter.Admit(category, new EventId(kind), level).Admitted);
    }

    [Theory]
    [InlineData("RetailPulse.Silo.JobRescuer", 1, LogLevel.Warning)]
    [InlineData("Orleans.Runtime.MembershipService.SiloHealthMonitor", 1, LogLevel.Error)]
    [InlineData("Orleans.Networking", 1, LogLevel.Warning)]
    [InlineData("Orleans.Runtime.Scheduler.WorkItemGroup", 101215, LogLevel.Critical)]
    public void Everything_else_is_written_from_the_start(string category, int kind, LogLevel level) =>
        Assert.True(filter.Admit(category, new EventId(kind), level).Admitted);

    private sealed class CategoryLog : ILoggerFactory
    {
        public ConcurrentQueue<string> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Category(categoryName, Entries);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose() { }

        private sealed class Category(string name, ConcurrentQueue<string> entries) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            ) => entries.Enqueue($"{name}: {formatter(state, exception)}");
        }
    }
}
