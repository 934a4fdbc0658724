using Microsoft.Data.Sqlite;
using Npgsql;
using RetailPulse.Silo.Storage;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that data which a database rejects is distinguished from a database that is unavailable.</summary>
public sealed class RefusedDataTests(SharedPostgres server)
{
    [Fact]
    public async Task A_text_that_PostgreSql_cannot_index_is_refused()
    {
        await using var engine = new PostgreSqlEngine(server);
        await engine.StartAsync();
        var random = new Random(1);
        var store = string.Concat(Enumerable.Range(0, 2_700).Select(_ => (char)random.Next(0x4E00, 0x9FA6)));
        var refused = await Assert.ThrowsAsync<StorageRefusedException>(() =>
            engine.Ledger.SubmitAsync(1, Submissions.Of(Submissions.Visit(store, "http://a.example/")))
        );
        Assert.Contains("54000", refused.Message);
        Assert.Null(await engine.Ledger.FindSubmissionAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task A_text_that_PostgreSql_cannot_encode_is_refused()
    {
        await using var engine = new PostgreSqlEngine(server);
        await engine.StartAsync();
        var refused = await Assert.ThrowsAsync<StorageRefusedException>(() =>
            engine.Database.QueryAsync("SELECT $1::text", row => row.GetString(0), CancellationToken.None, "\0")
        );
        Assert.Contains("22021", refused.Message);
    }

    [Fact]
    public async Task A_value_that_SQLite_does_not_take_is_refused()
    {
        await using var engine = new SqliteEngine();
        await engine.StartAsync();
        const string doubled = "INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES(1, '', 1, 1), (1, '', 1, 1)";
        await Assert.ThrowsAsync<StorageRefusedException>(() =>
            engine.Database.WriteAsync(session => session.Execute(doubled), CancellationToken.None)
        );
        await Assert.ThrowsAsync<StorageRefusedException>(() =>
            engine.Database.ReadAsync(session => session.Query("SELECT zeroblob(1 << 31)", row => row.IsDBNull(0)), CancellationToken.None)
        );
        Assert.Equal(["0"], await engine.ReadAsync("SELECT count(*) FROM jobs"));
    }

    [Theory]
    [InlineData("22021")]
    [InlineData("22P05")]
    [InlineData("23505")]
    [InlineData("54000")]
    public void A_fault_of_the_data_is_permanent(string state)
    {
        var refused = new PostgresException("no", "ERROR", "ERROR", state);
        Assert.False(PostgreSqlFaults.IsPassing(refused));
        Assert.IsType<StorageRefusedException>(StorageFaults.Translate(refused));
    }

    [Theory]
    [InlineData("53100")]
    [InlineData("57P01")]
    [InlineData("40001")]
    [InlineData("55P03")]
    [InlineData("42501")]
    public void A_fault_that_an_operator_can_fix_is_transient(string state) =>
        Assert.IsType<StorageUnavailableException>(StorageFaults.Translate(new PostgresException("no", "ERROR", "ERROR", state)));

    [Theory]
    [InlineData(18, typeof(StorageRefusedException))]
    [InlineData(19, typeof(StorageRefusedException))]
    [InlineData(20, typeof(StorageRefusedException))]
    [InlineData(5, typeof(StorageUnavailableException))]
    [InlineData(13, typeof(StorageUnavailableException))]
    [InlineData(15, typeof(StorageUnavailableException))]
    public void SQLite_error_codes_are_classified(int code, Type expected) =>
        Assert.IsType(expected, StorageFaults.Translate(new SqliteException("no", code)));
}
