using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteWriterTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

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
