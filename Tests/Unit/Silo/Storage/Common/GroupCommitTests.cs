using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Tests.Unit.Silo.Storage.Common;

public sealed class GroupCommitTests : IDisposable
{
    private readonly ConcurrentQueue<int[]> batches = [];
    private readonly SemaphoreSlim commits = new(0);

    public void Dispose() => commits.Dispose();

    [Fact]
    public async Task A_lone_item_goes_at_once()
    {
        commits.Release();
        await using var group = Start(pace: TimeSpan.FromHours(1));
        Assert.True(await group.AddAsync(8, CancellationToken.None));
        Assert.Equal([8], Assert.Single(batches));
    }

    [Fact]
    public async Task Items_added_during_a_commit_share_the_next_one()
    {
        await using var group = Start();
        var first = group.AddAsync(1, CancellationToken.None).AsTask();
        await Eventually.TrueAsync(() => !batches.IsEmpty, "the first commit begins");
        var rest = Enumerable.Range(2, 99).Select(item => group.AddAsync(item, CancellationToken.None).AsTask()).ToArray();
        commits.Release(2);
        await Task.WhenAll([first, .. rest]);
        Assert.Equal(
            [
                [1],
                [.. Enumerable.Range(2, 99)],
            ],
            batches
        );
    }

    [Fact]
    public async Task Commits_are_paced()
    {
        commits.Release(2);
        await using var group = Start(TimeSpan.FromMilliseconds(100));
        var started = TimeProvider.System.GetTimestamp();
        await group.AddAsync(1, CancellationToken.None);
        await group.AddAsync(2, CancellationToken.None);
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(95));
        Assert.Equal(
            [
                [1],
                [2],
            ],
            batches
        );
    }

    [Fact]
    public async Task Each_item_gets_its_own_result()
    {
        commits.Release(100);
        await using var group = Start();
        var taken = await Task.WhenAll(Enumerable.Range(0, 100).Select(item => group.AddAsync(item, CancellationToken.None).AsTask()));
        Assert.Equal(Enumerable.Range(0, 100).Select(IsOdd), taken.Select(answer => !answer));
    }

    [Fact]
    public async Task A_commit_that_fails_fails_its_items_and_no_others()
    {
        commits.Release(100);
        await using var group = Start();
        await Assert.ThrowsAsync<IOException>(() => group.AddAsync(-1, CancellationToken.None).AsTask());
        Assert.True(await group.AddAsync(2, CancellationToken.None));
    }

    [Fact]
    public async Task What_was_added_is_committed_before_it_closes()
    {
        var group = Start();
        var added = Enumerable.Range(0, 10).Select(item => group.AddAsync(item, CancellationToken.None).AsTask()).ToArray();
        commits.Release(100);
        await group.DisposeAsync();
        await Task.WhenAll(added);
        Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(batch => batch));
    }

    private static bool IsOdd(int item) => item % 2 != 0;

    private GroupCommit<int> Start(TimeSpan pace = default) =>
        new(CommitAsync, pace, Unheard.Ledger, TimeProvider.System, NullLogger<GroupCommit<int>>.Instance);

    private async Task<bool[]> CommitAsync(IReadOnlyList<int> items)
    {
        batches.Enqueue([.. items]);
        await commits.WaitAsync();
        if (items.Contains(-1))
            throw new IOException("the disk is gone");
        return [.. items.Select(item => !IsOdd(item))];
    }
}
