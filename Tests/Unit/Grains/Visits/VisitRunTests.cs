using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Visits;
using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Visits;

public sealed class VisitRunTests
{
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    private readonly List<int> settled = [];

    [Fact]
    public async Task Every_image_is_settled()
    {
        await RunAsync(
            Of(10),
            width: 3,
            async (image, _, _, _) =>
            {
                await Task.Yield();
                Settle(image);
            }
        );
        Assert.Equal(Enumerable.Range(0, 10), Settled.Order());
    }

    [Fact]
    public async Task At_most_width_images_are_processed_at_once()
    {
        var gate = new TaskCompletionSource();
        var begun = 0;
        var run = RunAsync(
            Of(10),
            width: 3,
            (_, _, _, _) =>
            {
                begun++;
                return gate.Task;
            }
        );
        await Eventually.TrueAsync(() => begun == 3, "three are worked on");
        gate.SetResult();
        await run;
        Assert.Equal(10, begun);
    }

    [Fact]
    public async Task A_waiting_image_lets_the_next_one_start_and_is_reported()
    {
        var (gate, visit) = (new TaskCompletionSource(), Of(4));
        var reported = new List<VisitReport>();
        var run = RunAsync(
            visit,
            width: 1,
            async (image, _, sideline, _) =>
            {
                if (image < 2)
                    await sideline.WaitAsync(gate.Task, isLong: true);
                Settle(image);
            },
            () =>
            {
                reported.Add(visit.Report(0));
                return Task.CompletedTask;
            }
        );
        await Eventually.TrueAsync(() => Settled.Count() == 2, "the others are settled");
        Assert.Equal([2, 3], Settled);
        Assert.Equal(2, visit.Waiting);
        Assert.Equal(2, reported[^1].Waiting);

        gate.SetResult();
        await run;
        Assert.Equal([0, 1, 2, 3], Settled.Order());
        Assert.Equal(0, visit.Waiting);
    }

    [Fact]
    public async Task An_image_steps_aside_when_its_wait_becomes_long()
    {
        var (gate, visit, time) = (new TaskCompletionSource(), Of(2), new FakeTimeProvider());
        var run = RunAsync(
            visit,
            width: 1,
            async (image, _, sideline, _) =>
            {
                if (image == 0)
                    await sideline.WaitAsync(gate.Task, isLong: false);
                Settle(image);
            },
            time: time
        );
        var almost = Task.Delay(LongWait - TimeSpan.FromMilliseconds(1), time);
        time.Advance(LongWait - TimeSpan.FromMilliseconds(1));
        await almost;
        Assert.Empty(Settled);

        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(LongWait);
                return Settled.Any();
            },
            "the other image is settled"
        );
        Assert.Equal([1], Settled);
        Assert.Equal(1, visit.Waiting);
        gate.SetResult();
        await run;
        Assert.Equal(0, visit.Waiting);
    }

    [Fact]
    public async Task A_short_wait_keeps_its_lane_and_leaves_nothing_running()
    {
        var (visit, begun) = (Of(2), 0);
        await RunAsync(
            visit,
            width: 1,
            async (_, _, sideline, stop) =>
            {
                Assert.Equal(1, Interlocked.Increment(ref begun));
                await sideline.WaitAsync(Task.Delay(1, stop), isLong: false);
                Assert.Equal(0, visit.Waiting);
                Interlocked.Decrement(ref begun);
            },
            time: new FakeTimeProvider()
        );
    }

    [Fact]
    public async Task An_image_with_its_slot_no_longer_counts_as_waiting()
    {
        var (gate, visit) = (new TaskCompletionSource(), Of(1));
        using var call = new ImageCall(
            new FairPermits(1),
            new Owner("t", 1),
            new ImageTurn(0),
            new Uri("http://a.example/"),
            LongWait,
            Unheard.Images
        );
        var run = RunAsync(visit, width: 1, (_, _, sideline, _) => sideline.WaitAsync(gate.Task, isLong: true, call));
        await Eventually.TrueAsync(() => visit.Waiting == 1, "it waits");
        await call.AcquireSlotAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => visit.Waiting == 0, "it is measured");
        gate.SetResult();
        await run;
        Assert.Equal(0, visit.Waiting);
    }

    [Fact]
    public async Task All_of_very_many_images_may_wait()
    {
        var (gate, visit) = (new TaskCompletionSource(), Of(50_000));
        var run = RunAsync(
            visit,
            width: 10_000,
            async (image, _, sideline, _) =>
            {
                await sideline.WaitAsync(gate.Task, isLong: true);
                Settle(image);
            }
        );
        await Eventually.TrueAsync(() => visit.Waiting == 50_000, "all wait");
        gate.SetResult();
        await run;
        Assert.Equal(50_000, Settled.Count());
    }

    [Fact]
    public async Task A_completed_wait_costs_nothing()
    {
        var visit = Of(1);
        await RunAsync(
            visit,
            width: 1,
            (_, _, sideline, _) => sideline.WaitAsync(Task.CompletedTask, isLong: true),
            () => throw new InvalidOperationException("nobody waits")
        );
        Assert.Equal(0, visit.Waiting);
    }

    [Fact]
    public async Task The_first_exception_ends_the_run_and_is_thrown()
    {
        var cancelled = 0;
        var fault = await Assert.ThrowsAsync<IOException>(() =>
            RunAsync(
                Of(5),
                width: 3,
                async (image, _, _, stop) =>
                {
                    if (image == 2)
                        throw new IOException("disk full");
                    try
                    {
                        await Task.Delay(Timeout.Infinite, stop);
                    }
                    catch (OperationCanceledException)
                    {
                        cancelled++;
                        throw;
                    }
                }
            )
        );
        Assert.Equal("disk full", fault.Message);
        Assert.Equal(2, cancelled);
    }

    [Fact]
    public async Task A_waiting_image_ends_with_the_others()
    {
        var never = new TaskCompletionSource();
        await Assert
            .ThrowsAsync<IOException>(() =>
                RunAsync(
                    Of(2),
                    width: 1,
                    async (image, _, sideline, stop) =>
                    {
                        if (image == 0)
                            await sideline.WaitAsync(never.Task.WaitAsync(stop), isLong: true);
                        throw new IOException();
                    }
                )
            )
            .WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Closing_lets_images_in_progress_finish_and_begins_none()
    {
        using var closing = new CancellationTokenSource();
        var (gate, visit) = (new TaskCompletionSource(), Of(10));
        var run = RunAsync(
            visit,
            width: 3,
            async (image, _, sideline, _) =>
            {
                if (image == 0)
                    await sideline.WaitAsync(Task.Delay(Timeout.Infinite, sideline.Closing), isLong: true);
                sideline.Closing.ThrowIfCancellationRequested();
                await gate.Task;
                Settle(image);
            },
            closing: closing.Token
        );
        await Eventually.TrueAsync(() => visit.Pending == 6, "one waits, three are worked on");
        await closing.CancelAsync();
        gate.SetResult();
        await run.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([1, 2, 3], Settled.Order());
        Assert.Equal(6, visit.Pending);
    }

    [Fact]
    public async Task A_failed_report_does_not_end_a_wait_early()
    {
        var (granted, taken) = (new TaskCompletionSource(), false);
        var run = RunAsync(
            Of(1),
            width: 1,
            async (_, _, sideline, _) =>
            {
                await sideline.WaitAsync(granted.Task, isLong: true);
                taken = granted.Task.IsCompletedSuccessfully;
            },
            () =>
            {
                granted.SetResult();
                throw new IOException("no report");
            }
        );
        await Assert.ThrowsAsync<IOException>(() => run.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(taken);
    }

    [Fact]
    public async Task The_caller_can_stop_it()
    {
        using var cancel = new CancellationTokenSource();
        var running = RunAsync(Of(2), width: 2, (_, _, _, stop) => Task.Delay(Timeout.Infinite, stop), cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    private IEnumerable<int> Settled
    {
        get
        {
            lock (settled)
                return [.. settled];
        }
    }

    private static Visit Of(int images) =>
        new(new VisitRecord("S1", [.. Enumerable.Range(0, images).Select(image => $"u{image}")], new Dictionary<int, ImageOutcome>()));

    /// <summary>Runs on a scheduler like a grain's: one step at a time.</summary>
    private static Task RunAsync(
        Visit visit,
        int width,
        Func<int, string, ISideline, CancellationToken, Task> settle,
        Func<Task>? waiting = null,
        TimeProvider? time = null,
        CancellationToken closing = default,
        CancellationToken cancellationToken = default
    ) =>
        Task
            .Factory.StartNew(
                async () =>
                {
                    using var run = new VisitRun(
                        visit,
                        width,
                        LongWait,
                        time ?? TimeProvider.System,
                        settle,
                        waiting ?? (() => Task.CompletedTask),
                        closing,
                        cancellationToken
                    );
                    await run.RunAsync();
                },
                CancellationToken.None,
                TaskCreationOptions.None,
                new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler
            )
            .Unwrap();

    private void Settle(int image)
    {
        lock (settled)
            settled.Add(image);
    }
}
