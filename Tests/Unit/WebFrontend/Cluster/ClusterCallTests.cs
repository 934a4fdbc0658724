using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Serialization;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.Tests.Unit.WebFrontend.Cluster;

public sealed class ClusterCallTests
{
    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromMilliseconds(200), Total: TimeSpan.FromSeconds(60));

    private readonly ClusterCall cluster = new(TimeProvider.System, NullLogger<ClusterCall>.Instance);
    private int calls;

    [Fact]
    public async Task A_stuck_call_is_abandoned_and_retried()
    {
        var never = new TaskCompletionSource<int>();
        Assert.Equal(7, await cluster.CallAsync(() => ++calls < 3 ? never.Task : Task.FromResult(7), Budget));
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_call_that_stays_stuck_fails_within_its_budget()
    {
        var never = new TaskCompletionSource<int>();
        var whole = TimeSpan.FromMilliseconds(500);
        await Assert.ThrowsAsync<ClusterUnavailableException>(() =>
            cluster.CallAsync(() => never.Task, Budget with { Total = whole }).WaitAsync(TimeSpan.FromSeconds(30))
        );
    }

    [Fact]
    public async Task Data_that_the_storage_refuses_is_not_tried_again()
    {
        Exception[] refusals =
        [
            new StorageRefusedException("too long"),
            .. ((string[])["22021", "23505", "54000"]).Select(state => new PostgresException("no", "ERROR", "ERROR", state)),
        ];
        foreach (var refusal in refusals)
        {
            calls = 0;
            await Assert.ThrowsAsync(
                refusal.GetType(),
                () => cluster.CallAsync(() => ++calls < 2 ? Task.FromException<int>(refusal) : Task.FromResult(7), Budget)
            );
            Assert.Equal(1, calls);
        }
    }

    [Fact]
    public async Task Transient_failures_are_retried()
    {
        Exception[] passing =
        [
            new OrleansException(),
            new TimeoutException(),
            new StorageUnavailableException("disk full"),
            new SqliteException("disk I/O error", 10),
            new NpgsqlException(),
            new CodecNotFoundException("no codec"),
            new OperationCanceledException("expired"),
            new ObjectDisposedException("client"),
        ];
        Assert.Equal(
            7,
            await cluster.CallAsync(() => calls < passing.Length ? Task.FromException<int>(passing[calls++]) : Task.FromResult(7), Budget)
        );
    }

    [Fact]
    public async Task Any_other_failure_is_thrown_at_once()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            cluster.CallAsync(() => Task.FromException<int>(new InvalidOperationException($"{++calls}")), Budget)
        );
        Assert.Equal(1, calls);
    }

    [Fact]
    public void An_attempt_that_outlasts_a_response_timeout_is_rejected() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            CallBudget.For(
                total: TimeSpan.FromSeconds(10),
                perAttempt: TimeSpan.FromSeconds(3),
                ResponseTimeouts.JobRead,
                ResponseTimeouts.Ledger
            )
        );

    [Fact]
    public void An_attempt_takes_by_default_the_shortest_response_timeout() =>
        Assert.Equal(
            TimeSpan.FromSeconds(2),
            CallBudget.For(total: TimeSpan.FromSeconds(10), perAttempt: null, ResponseTimeouts.Ledger, ResponseTimeouts.JobRead).PerAttempt
        );
}
