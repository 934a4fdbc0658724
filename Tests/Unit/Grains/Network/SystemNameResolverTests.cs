using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Network;

namespace RetailPulse.Tests.Unit.Grains.Network;

public sealed class SystemNameResolverTests : IDisposable
{
    /// <summary>Threads that one tenant may have.</summary>
    private const int Share = SystemNameResolver.MaxThreads * 3 / 4;

    private readonly FakeTimeProvider time = new();
    private readonly ManualResetEventSlim answering = new();
    private readonly ConcurrentBag<string> asked = [];
    private readonly SystemNameResolver names;

    public SystemNameResolverTests() => names = new SystemNameResolver(LookUp, time);

    public void Dispose() => answering.Set();

    [Fact]
    public async Task The_system_knows_this_machine()
    {
        var system = new SystemNameResolver(Dns.GetHostAddresses, TimeProvider.System);
        Assert.Contains(IPAddress.Loopback, await system.ResolveAsync("localhost", Job(1), CancellationToken.None));
    }

    [Fact]
    public async Task Who_asks_for_the_same_name_meanwhile_gets_the_same_answer()
    {
        Task<IPAddress[]>[] both = [Ask("a.example"), Ask("A.example")];
        answering.Set();
        Assert.Same(await both[0], await both[1]);
        Assert.Single(asked);
    }

    [Fact]
    public async Task Nothing_is_remembered()
    {
        answering.Set();
        await Ask("a.example");
        await Ask("a.example");
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_wait_for_the_system()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = names.ResolveAsync("silent.example", Job(1), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Unanswered_lookups_are_limited_and_delay_others_only_briefly()
    {
        Task<IPAddress[]>[] silent = [.. Enumerable.Range(0, Share).Select(number => Ask($"{number}.silent.example"))];
        await Eventually.TrueAsync(() => asked.Count == Share, "all threads that one tenant may have are taken");
        var next = Ask("next.example");
        time.Advance(SystemNameResolver.ThreadTimeout);
        Assert.Equal(SocketError.TryAgain, (await Assert.ThrowsAsync<SocketException>(() => next)).SocketErrorCode);

        answering.Set();
        await Task.WhenAll(silent);
        Assert.NotEmpty(await Ask("next.example"));
    }

    [Fact]
    public async Task A_failure_is_passed_on_and_not_remembered()
    {
        var failing = true;
        var sometimes = new SystemNameResolver(
            _ => failing ? throw new SocketException((int)SocketError.HostNotFound) : [IPAddress.Loopback],
            time
        );
        await Assert.ThrowsAsync<SocketException>(() => sometimes.ResolveAsync("a.example", Job(1), CancellationToken.None));
        failing = false;
        Assert.Single(await sometimes.ResolveAsync("a.example", Job(1), CancellationToken.None));
    }

    [Fact]
    public async Task Thousands_of_silent_names_do_not_delay_another_tenant()
    {
        for (var number = 0; number < 20_000; number++)
            _ = Ask($"{number}.silent.example");
        var prompt = names.ResolveAsync("prompt.example", new Owner("other", 2), CancellationToken.None);
        await Eventually.TrueAsync(() => asked.Contains("prompt.example"), "the other tenant's name has a thread");
        answering.Set();
        Assert.NotEmpty(await prompt);
    }

    [Fact]
    public async Task A_name_in_the_line_of_another_owner_is_looked_up_at_once()
    {
        for (var number = 0; number < 20_000; number++)
            _ = Ask($"{number}.silent.example");
        _ = names.ResolveAsync("19999.silent.example", new Owner("other", 2), CancellationToken.None);
        await Eventually.TrueAsync(() => asked.Contains("19999.silent.example"), "the other tenant's name has a thread");
    }

    [Fact]
    public async Task A_lookup_without_a_response_times_out()
    {
        var waiting = Ask("silent.example");
        await Eventually.TrueAsync(() => asked.Count == 1, "the system is asked");
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(SystemNameResolver.LookupTimeout);
                return waiting.IsCompleted;
            },
            "the wait is over"
        );
        Assert.Equal(SocketError.TryAgain, (await Assert.ThrowsAsync<SocketException>(() => waiting)).SocketErrorCode);
    }

    private static Owner Job(long job) => new("tenant", job);

    private Task<IPAddress[]> Ask(string host) => names.ResolveAsync(host, Job(1), CancellationToken.None);

    private IPAddress[] LookUp(string host)
    {
        asked.Add(host);
        answering.Wait();
        return [IPAddress.Loopback];
    }
}
