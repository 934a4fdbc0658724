using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Images;

namespace RetailPulse.Tests.Images.Fetching;

public sealed class HostCircuitsTests
{
    private static readonly Uri Dead = new("http://dead.example/1");
    private static readonly Uri Other = new("http://other.example/1");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider time = new();
    private readonly HostCircuits circuits;

    public HostCircuitsTests() => circuits = new HostCircuits(new RandomSource(new Random(1)), time, NullLogger<HostCircuits>.Instance);

    [Fact]
    public async Task A_host_that_has_not_answered_is_called_by_a_few_at_once()
    {
        var passes = await EnterAsync(Circuit.Unproven);
        var next = EnterAsync(Dead, Patience, None);
        Assert.False(next.IsCompleted);
        passes[0].Dispose();
        (await next)!.Value.Dispose();
    }

    [Fact]
    public async Task Its_first_answer_lets_everyone_in()
    {
        await EnterAsync(Circuit.Unproven);
        Task[] waiting = [.. Enumerable.Range(0, 1_000).Select(_ => EnterAsync(Dead, Patience, None))];
        circuits.Record(Dead, new ImageAttempt(new ImageOutcome(ImageReason.None, "png", 1, 1, 1, default)));
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Other_hosts_are_not_held_up()
    {
        await OpenAsync(Dead);
        Assert.False(EnterAsync(Dead, Patience, None).IsCompleted);
        Assert.False((await EnterAsync(Other, Patience, None))!.Value.Probe);
        Assert.True(EnterAsync(new Uri("http://dead.example:8080/"), Patience, None).IsCompleted);
    }

    [Fact]
    public async Task One_of_those_that_wait_finds_out_whether_the_host_is_back()
    {
        await OpenAsync(Dead);
        var waiting = Enumerable.Range(0, 5).Select(_ => EnterAsync(Dead, Patience, None)).ToList();
        time.Advance(TimeSpan.FromSeconds(1));
        var probe = (await waiting[0].WaitAsync(TimeSpan.FromSeconds(10)))!.Value;
        Assert.True(probe.Probe);
        Assert.Equal(1, waiting.Count(task => task.IsCompleted));

        circuits.Record(Dead, ImageAttempt.Failed(ImageReason.Http404));
        probe.Dispose();
        Assert.All(await Task.WhenAll(waiting[1..]).WaitAsync(TimeSpan.FromSeconds(10)), pass => Assert.False(pass!.Value.Probe));
    }

    [Fact]
    public async Task A_probe_that_ends_without_a_word_is_followed_by_another()
    {
        await OpenAsync(Dead);
        var (first, second) = (EnterAsync(Dead, Patience, None), EnterAsync(Dead, Patience, None));
        time.Advance(TimeSpan.FromSeconds(1));
        (await first.WaitAsync(TimeSpan.FromSeconds(10)))!.Value.Dispose();
        Assert.True((await second.WaitAsync(TimeSpan.FromSeconds(10)))!.Value.Probe);
    }

    [Fact]
    public async Task Who_has_waited_for_too_long_is_turned_away()
    {
        await OpenAsync(Dead);
        var (probe, patient, impatient) = (
            EnterAsync(Dead, Patience, None),
            EnterAsync(Dead, Patience, None),
            EnterAsync(Dead, TimeSpan.FromSeconds(2), None));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await impatient.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.True((await probe.WaitAsync(TimeSpan.FromSeconds(10)))!.Value.Probe);
        Assert.False(patient.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_no_trace()
    {
        await OpenAsync(Dead);
        using var cancel = new CancellationTokenSource();
        var waiting = EnterAsync(Dead, Patience, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = EnterAsync(Dead, Patience, None);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await next.WaitAsync(TimeSpan.FromSeconds(10)))!.Value.Probe);
    }

    [Fact]
    public async Task A_refused_address_says_nothing_about_a_host()
    {
        for (var i = 0; i < 100; i++) await EnterAndRecordAsync(Dead, ImageReason.RefusedAddress);
        Assert.True(EnterAsync(Dead, Patience, None).IsCompleted);
    }

    [Fact]
    public async Task Under_races_every_caller_gets_its_answer()
    {
        var random = new Random(7);
        await Parallel.ForAsync(0, 5_000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            var url = new Uri($"http://host{i % 40}.example/");
            using var pass = (await EnterAsync(url, Patience, None).WaitAsync(TimeSpan.FromSeconds(30), None))!.Value;
            await Task.Yield();
            bool fails;
            lock (random) fails = random.Next(3) == 0;
            circuits.Record(url, fails ? ImageAttempt.Failed(ImageReason.Http404) : new ImageAttempt(new ImageOutcome(ImageReason.None, "png", 1, 1, 1, default)));
        });
    }

    private async Task<List<HostCircuits.Pass>> EnterAsync(int times)
    {
        var passes = new List<HostCircuits.Pass>();
        for (var i = 0; i < times; i++) passes.Add((await EnterAsync(Dead, Patience, None))!.Value);
        return passes;
    }

    private async Task OpenAsync(Uri url)
    {
        for (var i = 0; i < Circuit.FailuresToOpen; i++) await EnterAndRecordAsync(url, ImageReason.Connect);
    }

    private async Task EnterAndRecordAsync(Uri url, ImageReason reason)
    {
        using var pass = (await EnterAsync(url, Patience, None))!.Value;
        circuits.Record(url, ImageAttempt.Failed(reason));
    }

    private Task<HostCircuits.Pass?> EnterAsync(Uri url, TimeSpan patience, CancellationToken cancellationToken) =>
        circuits.EnterAsync(url, patience, cancellationToken).AsTask();
}
