using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>
/// What Orleans' AdoNet providers open their connections from. Each connection is a turn at the database's gate, because the
/// providers read and write through the same ones, and it ends when the connection is disposed.
/// </summary>
internal sealed class SqliteDataSource(SqliteDatabase database) : DbDataSource
{
    public override string ConnectionString => database.ConnectionString;

    protected override DbConnection CreateDbConnection() => new SqliteConnection(database.ConnectionString);

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        await database.Gate.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return SqliteDatabase.Open(new GatedConnection(database));
    }

    /// <summary>Leaves the gate once, however often it is disposed.</summary>
    private sealed class GatedConnection(SqliteDatabase database) : SqliteConnection(database.ConnectionString)
    {
        private SqliteDatabase? held = database;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            Interlocked.Exchange(ref held, null)?.Gate.Release();
        }
    }
}
