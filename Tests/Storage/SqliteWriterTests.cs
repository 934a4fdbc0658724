using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteWriterTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly SqliteFolder folder = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly SqliteWriter writer;

    public SqliteWriterTests()
    {
        folder.Execute("CREATE TABLE numbers(number INTEGER PRIMARY KEY)");
        writer = new SqliteWriter(folder.ConnectionString, turn);
    }

    public void Dispose()
    {
        writer.Dispose();
        turn.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Small_writes_that_wait_share_a_transaction()
    {
        await turn.WaitAsync();
        var waiting = Enumerable.Range(0, 10).Select(number => writer.WriteTogetherAsync(session => Add(session, number), None)).ToList();

        // The last one sees the rows of the others, and another connection sees none of them yet.
        var seen = writer.WriteTogetherAsync(_ => folder.Execute("SELECT count(*) FROM numbers"), None);
        turn.Release();
        Assert.Equal(Enumerable.Range(1, 10), await Task.WhenAll(waiting));
        Assert.Equal(0L, await seen);
    }

    [Fact]
    public async Task A_small_write_that_is_refused_fails_alone()
    {
        await writer.WriteTogetherAsync(session => Add(session, 3), None);
        await turn.WaitAsync();
        var waiting = Enumerable.Range(0, 6).Select(number => writer.WriteTogetherAsync(session => Add(session, number), None)).ToList();
        turn.Release();
        await Assert.ThrowsAsync<StorageRefusedException>(() => waiting[3]);
        waiting.RemoveAt(3);
        Assert.Equal(Enumerable.Range(2, 5), await Task.WhenAll(waiting));
    }

    [Fact]
    public async Task A_write_that_throws_leaves_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            writer.WriteTogetherAsync<int>(
                session =>
                {
                    Add(session, 1);
                    throw new InvalidOperationException("no");
                },
                None
            )
        );
        Assert.Equal(1, await writer.WriteTogetherAsync(session => Add(session, 2), None));
    }

    [Fact]
    public async Task A_canceled_write_does_not_begin() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            writer.WriteTogetherAsync(session => Add(session, 1), new CancellationToken(canceled: true))
        );

    [Fact]
    public async Task A_small_write_that_waits_can_be_canceled()
    {
        await turn.WaitAsync();
        using var stop = new CancellationTokenSource();
        var canceled = writer.WriteTogetherAsync(session => Add(session, 1), stop.Token);
        var next = writer.WriteTogetherAsync(session => Add(session, 2), None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled.WaitAsync(Deadline));
        turn.Release();
        Assert.Equal(1, await next.WaitAsync(Deadline));
        Assert.Equal(2, await writer.WriteTogetherAsync(session => Add(session, 1), None).WaitAsync(Deadline));
    }

    [Fact]
    public async Task A_batch_of_canceled_writes_only_blocks_nothing()
    {
        await turn.WaitAsync();
        using var stop = new CancellationTokenSource();
        var canceled = Enumerable
            .Range(0, 300)
            .Select(number => writer.WriteTogetherAsync(session => Add(session, number), stop.Token))
            .ToList();
        await stop.CancelAsync();
        turn.Release();
        foreach (var write in canceled)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WaitAsync(Deadline));
        Assert.Equal(1, await writer.WriteTogetherAsync(session => Add(session, 1), None).WaitAsync(Deadline));
    }

    [Fact]
    public async Task A_writer_that_closes_completes_the_write_that_began_and_fails_all_others()
    {
        using var begun = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var running = writer.WriteTogetherAsync(
            session =>
            {
                begun.Set();
                end.Wait(Deadline);
                return Add(session, 1);
            },
            None
        );
        begun.Wait(Deadline);
        var waiting = Enumerable.Range(2, 300).Select(number => writer.WriteTogetherAsync(session => Add(session, number), None)).ToList();
        waiting.Add(writer.WriteAsync(session => Add(session, 400), None));
        var closing = Task.Factory.StartNew(writer.Dispose, None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // A write of its own fails at once, and small ones when the write that began is complete.
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting[^1].WaitAsync(Deadline));
        Assert.False(closing.IsCompleted);
        end.Set();
        await closing.WaitAsync(Deadline);
        Assert.Equal(1, await running.WaitAsync(Deadline));
        waiting.Add(writer.WriteTogetherAsync(session => Add(session, 401), None));
        waiting.Add(writer.WriteAsync(session => Add(session, 402), None));
        foreach (var write in waiting)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => write.WaitAsync(Deadline));
        Assert.Equal(1L, folder.Execute("SELECT count(*) FROM numbers"));
    }

    [Fact]
    public async Task Writes_of_both_kinds_take_turns()
    {
        var small = Enumerable.Range(0, 500).Select(number => writer.WriteTogetherAsync(session => Add(session, number), None));
        var own = Enumerable.Range(500, 100).Select(number => writer.WriteAsync(session => Add(session, number), None));
        var counts = await Task.WhenAll(small.Concat(own));
        Assert.Equal(Enumerable.Range(1, 600), counts.Order());
    }

    /// <summary>Adds a row and returns the number of rows that the transaction sees.</summary>
    private static int Add(SqliteSession session, int number)
    {
        session.Execute("INSERT INTO numbers VALUES($number)", ("$number", number));
        return session.Query("SELECT count(*) FROM numbers", row => row.GetInt32(0)).Single();
    }
}
