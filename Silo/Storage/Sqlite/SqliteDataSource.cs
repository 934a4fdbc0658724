using System.Data.Common;
using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>Opens the connections of Orleans' AdoNet providers.</summary>
/// <remarks>
/// The providers read and write through the same connections, so each connection holds the database's write lock until it is disposed.
/// </remarks>
internal sealed class SqliteDataSource(SqliteDatabase database) : DbDataSource
{
    public override string ConnectionString => database.ConnectionString;

    protected override DbConnection CreateDbConnection() => new SqliteConnection(database.ConnectionString);

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        await database.WriteLock.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return SqliteConnections.Open(new LockedConnection(database));
    }

    /// <summary>A connection that releases the lock exactly once, no matter how often it is disposed.</summary>
    private sealed class LockedConnection(SqliteDatabase database) : SqliteConnection(database.ConnectionString)
    {
        private SqliteDatabase? held = database;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            Interlocked.Exchange(ref held, null)?.WriteLock.Release();
        }
    }
}
