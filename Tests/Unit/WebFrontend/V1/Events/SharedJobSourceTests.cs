using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

/// <summary>Reads that the listeners of one job share.</summary>
public sealed class SharedJobSourceTests
{
    private readonly HeldSource source = new();
    private readonly SharedJobSource shared;

    public SharedJobSourceTests() => shared = new SharedJobSource(source);

    [Fact]
    public async Task A_thousand_listeners_at_once_take_one_read_of_the_job()
    {
        var listeners = Enumerable.Range(0, 1_000).Select(_ => shared.ReadAsync(1)).ToArray();
        source.Release();
        Assert.All(await Task.WhenAll(listeners), Assert.NotNull);
        Assert.Equal(1, source.Reads);
    }

    [Fact]
    public async Task A_thousand_listeners_at_once_take_two_reads_of_its_failures()
    {
        var first = shared.ReadFailuresAsync(1, FailureCursor.Start);
        await Eventually.TrueAsync(() => source.FailureReads > 0, "the read has begun");
        var others = Enumerable.Range(0, 999).Select(_ => shared.ReadFailuresAsync(1, FailureCursor.Start)).ToArray();
        source.Release();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(2, source.FailureReads);
    }

    /// <summary>A listener that has joined the feed must see what the feed told others before.</summary>
    [Fact]
    public async Task A_read_of_failures_begins_after_it_is_asked_for()
    {
        var before = shared.ReadFailuresAsync(1, FailureCursor.Start);
        await Eventually.TrueAsync(() => source.FailureReads > 0, "the read has begun");
        source.HeldBack = true;
        var after = shared.ReadFailuresAsync(1, FailureCursor.Start);
        source.Release();
        Assert.False((await before).HeldBack);
        Assert.True((await after).HeldBack);
    }

    [Fact]
    public async Task Jobs_and_cursors_are_read_apart_and_later_reads_are_new()
    {
        source.Release();
        await shared.ReadAsync(1);
        await shared.ReadAsync(1);
        await shared.ReadAsync(2);
        Assert.Equal(3, source.Reads);
        await shared.ReadFailuresAsync(1, FailureCursor.Start);
        await shared.ReadFailuresAsync(1, new FailureCursor(7, 0, 0, 0));
        await shared.ReadFailuresAsync(1, FailureCursor.Start);
        Assert.Equal(3, source.FailureReads);
    }

    [Fact]
    public async Task A_failed_read_fails_those_who_share_it_and_no_others()
    {
        source.Broken = true;
        source.Release();
        await Assert.ThrowsAsync<InvalidOperationException>(() => shared.ReadAsync(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => shared.ReadFailuresAsync(1, FailureCursor.Start));
        source.Broken = false;
        Assert.NotNull(await shared.ReadAsync(1));
        Assert.NotNull(await shared.ReadFailuresAsync(1, FailureCursor.Start));
    }

    /// <summary>Counts its reads, and holds them back until it is told.</summary>
    private sealed class HeldSource : IJobSource
    {
        private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly FakeJob job = new();

        public int Reads => job.Reads;

        public int FailureReads => job.FailureReads;

        public bool Broken { get; set; }

        /// <summary>From now on, reads say that a failure is held back.</summary>
        public bool HeldBack { get; set; }

        public void Release() => held.TrySetResult();

        public async Task<JobDetail?> ReadAsync(long jobId)
        {
            var answer = await job.ReadAsync(jobId);
            await held.Task;
            return Broken ? throw new InvalidOperationException() : answer;
        }

        public async Task<FailedImagePage> ReadFailuresAsync(long jobId, FailureCursor after)
        {
            var heldBack = HeldBack;
            var page = await job.ReadFailuresAsync(jobId, after);
            await held.Task;
            return Broken ? throw new InvalidOperationException() : page with { HeldBack = heldBack };
        }
    }
}
