using RetailPulse.Grains.Images.Slots;

namespace RetailPulse.Tests.Images.Slots;

public sealed class FairSlotsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_free_slot_is_taken_at_once()
    {
        var slots = new FairSlots(2);
        var taken = slots.TakeAsync(1, None);
        Assert.True(taken.IsCompletedSuccessfully);
        (await taken).Dispose();
        Assert.Equal(2, slots.Free);
    }

    [Fact]
    public async Task A_job_of_one_image_does_not_wait_behind_a_job_of_many()
    {
        var slots = new FairSlots(1);
        var held = await slots.TakeAsync(1, None);
        Task<FairSlots.Slot>[] many = [.. Enumerable.Range(0, 100).Select(_ => slots.TakeAsync(1, None).AsTask())];
        var one = slots.TakeAsync(2, None).AsTask();

        held.Dispose();
        (await many[0]).Dispose();
        var slot = await one.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, many.Count(task => task.IsCompleted));
        slot.Dispose();
    }

    [Fact]
    public async Task Jobs_take_turns()
    {
        var slots = new FairSlots(1);
        var held = await slots.TakeAsync(0, None);
        var order = new List<long>();
        Task[] all = [.. new long[] { 1, 1, 1, 2, 2, 3 }.Select(job => HoldAsync(slots, job, order))];

        held.Dispose();
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([1, 2, 3, 1, 2, 1], order);
        Assert.Equal((1, 0), (slots.Free, slots.Waiting));
    }

    [Fact]
    public async Task A_job_that_holds_more_waits_behind_one_that_holds_less()
    {
        var slots = new FairSlots(4);
        var slow = new Queue<FairSlots.Slot>();
        for (var i = 0; i < 4; i++) slow.Enqueue(await slots.TakeAsync(1, None));
        Task<FairSlots.Slot>[] slowWaits = [.. Enumerable.Range(0, 10).Select(_ => slots.TakeAsync(1, None).AsTask())];
        Task<FairSlots.Slot>[] quickWaits = [.. Enumerable.Range(0, 10).Select(_ => slots.TakeAsync(2, None).AsTask())];

        slow.Dequeue().Dispose();
        slow.Dequeue().Dispose();
        var quick = await Task.WhenAll(quickWaits[..2]).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(slowWaits, task => task.IsCompleted);

        // What the quick job gives back is its own again, as long as the slow one holds no less.
        quick[0].Dispose();
        (await quickWaits[2].WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
        Assert.DoesNotContain(slowWaits, task => task.IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_waiter_leaves_no_trace()
    {
        var slots = new FairSlots(1);
        var held = await slots.TakeAsync(1, None);
        using var cancel = new CancellationTokenSource();
        var waiter = slots.TakeAsync(2, cancel.Token).AsTask();
        Assert.Equal(1, slots.Waiting);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        Assert.Equal(0, slots.Waiting);
        held.Dispose();
        Assert.Equal(1, slots.Free);
    }

    [Fact]
    public async Task A_cancellation_that_comes_after_the_slot_changes_nothing()
    {
        var slots = new FairSlots(1);
        var held = await slots.TakeAsync(1, None);
        using var cancel = new CancellationTokenSource();
        var waiter = slots.TakeAsync(2, cancel.Token).AsTask();
        held.Dispose();
        var slot = await waiter;
        await cancel.CancelAsync();
        Assert.Equal(0, slots.Free);
        slot.Dispose();
        Assert.Equal(1, slots.Free);
    }

    [Fact]
    public async Task Under_races_no_slot_is_lost_or_doubled()
    {
        var slots = new FairSlots(7);
        var (inUse, most) = (0, 0);
        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var take = slots.TakeAsync(i % 13, cancel.Token).AsTask();
            if (i % 5 == 0) await cancel.CancelAsync();
            try
            {
                using var slot = await take;
                InterlockedMax(ref most, Interlocked.Increment(ref inUse));
                await Task.Yield();
                Interlocked.Decrement(ref inUse);
            }
            catch (OperationCanceledException)
            {
                // Cancelled while it waited.
            }
        });
        Assert.InRange(most, 1, 7);
        Assert.Equal((7, 0), (slots.Free, slots.Waiting));
    }

    private static async Task HoldAsync(FairSlots slots, long job, List<long> order)
    {
        using var slot = await slots.TakeAsync(job, None);
        lock (order) order.Add(job);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
