using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Silo.Background;

namespace RetailPulse.Tests.Unit.Silo.Background;

public sealed class PeriodicServiceTests : IAsyncLifetime
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new();
    private readonly Rounds rounds;

    public PeriodicServiceTests() => rounds = new Rounds(time);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await rounds.StopAsync(CancellationToken.None);
        rounds.Dispose();
    }

    [Fact]
    public async Task A_round_begins_at_once_while_there_is_more_to_do()
    {
        rounds.Outcomes.Enqueue(() => TimeSpan.Zero);
        await rounds.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => rounds.Begun == 2, "the second round has begun");
    }

    [Fact]
    public async Task A_round_begins_after_the_delay_of_the_last()
    {
        rounds.Outcomes.Enqueue(() => TimeSpan.FromMinutes(1));
        await rounds.StartAsync(CancellationToken.None);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_failed_round_is_repeated_after_the_retry_delay()
    {
        rounds.Outcomes.Enqueue(() => throw new IOException("The database is away."));
        await rounds.StartAsync(CancellationToken.None);
        await AdvanceAsync(RetryDelay);
    }

    /// <summary>Asserts that the second round begins when the delay is over, and not before.</summary>
    private async Task AdvanceAsync(TimeSpan delay)
    {
        await Eventually.TrueAsync(() => rounds.Waits == 1, "the first round is over");
        time.Advance(delay - TimeSpan.FromTicks(1));
        Assert.Equal(1, rounds.Begun);
        time.Advance(TimeSpan.FromTicks(1));
        await Eventually.TrueAsync(() => rounds.Begun == 2, "the second round has begun");
    }

    /// <summary>Rounds that end as a test says. After them, a round is a long wait.</summary>
    private sealed class Rounds(TimeProvider time) : PeriodicService("test", RetryDelay, time, NullLogger.Instance)
    {
        public Queue<Func<TimeSpan>> Outcomes { get; } = new();

        public int Begun { get; private set; }

        public int Waits { get; private set; }

        protected override Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken)
        {
            Begun++;
            return Task.FromResult(Outcomes.TryDequeue(out var outcome) ? outcome() : TimeSpan.FromDays(1));
        }

        protected override Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
        {
            var wait = base.WaitAsync(delay, cancellationToken);
            Waits++;
            return wait;
        }
    }
}
