using RetailPulse.Grains.Fairness;

namespace RetailPulse.Tests.Unit.Grains.Fairness;

public sealed class FairPermitsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_free_permit_is_granted_at_once()
    {
        var permits = new FairPermits(2);
        var granted = permits.AcquireAsync(Job(1), CancellationToken.None);
        Assert.True(granted.IsCompletedSuccessfully);
        (await granted).Dispose();
        Assert.Equal(2, permits.Free);
    }

    [Fact]
    public async Task A_job_of_one_does_not_wait_for_a_job_of_many()
    {
        var permits = new FairPermits(1);
        var held = await permits.AcquireAsync(Job(1), CancellationToken.None);
        var many = Ask(permits, Job(1), 100);
        var one = Ask(permits, Job(2), 1)[0];

        held.Dispose();
        (await many[0]).Dispose();
        (await one.WaitAsync(Soon)).Dispose();
        Assert.InRange(many.Count(task => task.IsCompleted), 1, 2);
    }

    [Fact]
    public async Task Jobs_take_turns()
    {
        var permits = new FairPermits(1);
        var held = await permits.AcquireAsync(Job(0), CancellationToken.None);
        var order = new List<long>();
        Task[] all = [.. new long[] { 1, 1, 1, 2, 2, 3 }.Select(job => HoldAsync(permits, Job(job), order))];

        held.Dispose();
        await Task.WhenAll(all).WaitAsync(Soon);
        Assert.Equal([1, 2, 3, 1, 2, 1], order);
        Assert.Equal((1, 0), (permits.Free, permits.Waiting));
    }

    [Fact]
    public async Task A_tenant_gains_nothing_by_many_jobs()
    {
        var permits = new FairPermits(4);
        var first = await Task.WhenAll(Ask(permits, new Owner("big", 0), 4));
        var big = Enumerable.Range(1, 10).SelectMany(job => Ask(permits, new Owner("big", job), 1)).ToArray();
        var small = Ask(permits, new Owner("small", 99), 10);

        foreach (var permit in first)
            permit.Dispose();
        await Task.WhenAll(small[0], small[1], big[0], big[1]).WaitAsync(Soon);
        Assert.Equal((2, 2), (big.Count(task => task.IsCompleted), small.Count(task => task.IsCompleted)));
    }

    [Fact]
    public async Task A_job_that_holds_more_is_served_after_one_that_holds_less()
    {
        var permits = new FairPermits(4);
        var slow = new Queue<FairPermits.Permit>(await Task.WhenAll(Ask(permits, Job(1), 4)));
        var slowWaits = Ask(permits, Job(1), 10);
        var quickWaits = Ask(permits, Job(2), 10);

        slow.Dequeue().Dispose();
        slow.Dequeue().Dispose();
        var quick = await Task.WhenAll(quickWaits[..2]).WaitAsync(Soon);
        Assert.DoesNotContain(slowWaits, task => task.IsCompleted);

        // The fast job keeps the permits that it returns as long as the slow one holds at least as many.
        quick[0].Dispose();
        (await quickWaits[2].WaitAsync(Soon)).Dispose();
        Assert.DoesNotContain(slowWaits, task => task.IsCompleted);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    [InlineData(8, 6)]
    [InlineData(4096, 3072)]
    public void A_reserve_keeps_about_a_quarter_from_one_tenant(int all, int most)
    {
        var permits = new FairPermits(all, reserve: true);
        Assert.Equal(most, Ask(permits, Job(1), all).Count(task => task.IsCompletedSuccessfully));
        Assert.All(Ask(permits, new Owner("other", 2), 1), task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public void A_reserve_of_a_single_permit_keeps_nobody_out()
    {
        var permits = new FairPermits(1, reserve: true);
        Assert.True(Ask(permits, Job(1), 1)[0].IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_reserve_serves_a_waiter_that_becomes_eligible()
    {
        var permits = new FairPermits(8, reserve: true);
        var other = await Task.WhenAll(Ask(permits, new Owner("other", 2), 4));
        var asked = Ask(permits, Job(1), 8);
        var before = asked.Count(task => task.IsCompletedSuccessfully);

        foreach (var permit in other)
            permit.Dispose();
        Assert.True(before < 6);
        await Task.WhenAll(asked[..6]).WaitAsync(Soon);
        Assert.Equal((2, 2), (permits.Free, permits.Waiting));
    }

    [Fact]
    public void TryAcquire_grants_only_what_is_available_at_once()
    {
        var permits = new FairPermits(8, reserve: true);
        var held = Enumerable.Range(0, 8).Select(_ => permits.TryAcquire(Job(1))).ToArray();
        Assert.Equal(6, held.Count(permit => permit is not null));
        var other = permits.TryAcquire(new Owner("other", 2));
        Assert.NotNull(other);
        other.Value.Dispose();
        held[0]!.Value.Dispose();
        Assert.NotNull(permits.TryAcquire(Job(1)));
        Assert.Equal((2, 0), (permits.Free, permits.Waiting));
    }

    [Fact]
    public async Task A_canceled_waiter_leaves_no_trace()
    {
        var permits = new FairPermits(1);
        var held = await permits.AcquireAsync(Job(1), CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var waiter = permits.AcquireAsync(Job(2), cancel.Token).AsTask();
        Assert.Equal(1, permits.Waiting);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        Assert.Equal(0, permits.Waiting);
        held.Dispose();
        Assert.Equal(1, permits.Free);
    }

    [Fact]
    public async Task A_permit_granted_before_a_cancellation_is_returned()
    {
        var permits = new FairPermits(1);
        var held = await permits.AcquireAsync(Job(1), CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var waiter = permits.AcquireAsync(Job(2), cancel.Token).AsTask();
        held.Dispose();
        await cancel.CancelAsync();
        (await waiter.WaitAsync(Soon)).Dispose();
        Assert.Equal(1, permits.Free);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_permit_is_lost_or_duplicated_under_races(bool reserve)
    {
        var permits = new FairPermits(7, reserve);
        var (inUse, most) = (0, 0);
        await Parallel.ForAsync(
            0,
            2_000,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, _) =>
            {
                using var cancel = new CancellationTokenSource();
                var asked = permits.AcquireAsync(new Owner($"{i % 3}", i % 13), cancel.Token).AsTask();
                if (i % 5 == 0)
                    await cancel.CancelAsync();
                try
                {
                    using var permit = await asked;
                    RaiseTo(ref most, Interlocked.Increment(ref inUse));
                    await Task.Yield();
                    Interlocked.Decrement(ref inUse);
                }
                catch (OperationCanceledException)
                {
                    // Canceled during the wait.
                }
            }
        );
        Assert.InRange(most, 1, 7);
        Assert.Equal((7, 0), (permits.Free, permits.Waiting));
    }

    private static Owner Job(long job) => new("tenant", job);

    private static Task<FairPermits.Permit>[] Ask(FairPermits permits, Owner owner, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => permits.AcquireAsync(owner, CancellationToken.None).AsTask())];

    private static async Task HoldAsync(FairPermits permits, Owner owner, List<long> order)
    {
        using var permit = await permits.AcquireAsync(owner, CancellationToken.None);
        lock (order)
            order.Add(owner.Job);
    }

    private static void RaiseTo(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen) { }
    }
}
