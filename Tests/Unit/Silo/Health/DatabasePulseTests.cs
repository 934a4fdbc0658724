using Microsoft.Extensions.Time.Testing;
using RetailPulse.Silo.Health;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Tests.Unit.Silo.Health;

public sealed class DatabasePulseTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider time = new();
    private readonly FakeState database = new();
    private readonly DatabasePulse pulse;

    public DatabasePulseTests() => pulse = new DatabasePulse(database, time);

    [Fact]
    public async Task A_flood_of_probes_asks_the_database_once_a_second()
    {
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => pulse.BeatsAsync(Timeout))), Assert.True);
        Assert.Equal(1, database.Pings);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await pulse.BeatsAsync(Timeout));
        Assert.Equal(2, database.Pings);
    }

    [Fact]
    public async Task A_database_that_fails_does_not_beat_until_it_answers_again()
    {
        database.Answer = () => Task.FromException(new StorageUnavailableException("gone"));
        Assert.False(await pulse.BeatsAsync(Timeout));
        database.Answer = () => Task.CompletedTask;
        Assert.False(await pulse.BeatsAsync(Timeout));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await pulse.BeatsAsync(Timeout));
    }

    [Fact]
    public async Task A_database_that_hangs_does_not_beat_and_is_asked_once()
    {
        database.Answer = () => new TaskCompletionSource().Task;
        var beats = pulse.BeatsAsync(Timeout);
        await Eventually.TrueAsync(() => database.Pings == 1, "the database is asked");
        Assert.Same(beats, pulse.BeatsAsync(Timeout));
        time.Advance(Timeout);
        Assert.False(await beats);
        Assert.Equal(1, database.Pings);
    }

    private sealed class FakeState : IDatabaseState
    {
        private int pings;

        public int Pings => Volatile.Read(ref pings);

        public Func<Task> Answer { get; set; } = () => Task.CompletedTask;

        public Task PingAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref pings);
            return Answer();
        }

        public Task<DatabaseFigures> ReadFiguresAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
