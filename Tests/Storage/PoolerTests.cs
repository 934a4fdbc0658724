using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests a pooler between the product and PostgreSQL.</summary>
public sealed class PoolerTests(SharedPostgres server)
{
    [Fact]
    public async Task A_pooler_that_shares_sessions_out_by_transaction_is_refused()
    {
        await using var pooler = await PgBouncer.StartAsync(await server.CreateDatabaseAsync(), "transaction");
        var refused = Assert.Throws<StorageException>(() => new PostgreSqlDatabase(pooler.ConnectionString, alone: true));
        Assert.Contains("is reached through a pooler that gives each transaction another session", refused.Message);
        Assert.Contains("or give this database pool_mode=session", refused.Message);
    }

    [Fact]
    public async Task A_pooler_that_keeps_sessions_is_accepted()
    {
        await using var pooler = await PgBouncer.StartAsync(await server.CreateDatabaseAsync(), "session");
        await using var first = new PostgreSqlDatabase(pooler.ConnectionString, alone: true);
        Assert.Contains(
            "is in use",
            Assert.Throws<StorageException>(() => new PostgreSqlDatabase(pooler.ConnectionString, alone: true)).Message
        );
    }
}
