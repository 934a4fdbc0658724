using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Stores;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Stores the versions of the store master in an SQLite table.</summary>
internal sealed class SqliteStoreMasters(SqliteDatabase database) : IStoreMasterLedger
{
    public Task<StoreMasterHead> FindHeadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => new StoreMasterHead(
                session
                    .Query("SELECT version, source, stores, loaded_at, sha256 FROM store_masters ORDER BY version DESC LIMIT 1", ReadEntry)
                    .SingleOrDefault(),
                session
                    .Query("SELECT sha256 FROM store_masters WHERE source = 'file' ORDER BY version DESC LIMIT 1", row => row.GetString(0))
                    .SingleOrDefault()
            ),
            cancellationToken
        );

    public Task<byte[]> ReadCsvAsync(int version, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session
                    .Query(
                        "SELECT csv FROM store_masters WHERE version = $version",
                        row => row.GetFieldValue<byte[]>(0),
                        ("$version", version)
                    )
                    .Single(),
            cancellationToken
        );

    public Task<bool> WasInForceAsync(string sha256, int since, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
                session
                    .Query(
                        "SELECT 1 FROM store_masters WHERE version >= $since AND sha256 = $sha256 LIMIT 1",
                        _ => true,
                        ("$since", since),
                        ("$sha256", sha256)
                    )
                    .SingleOrDefault(),
            cancellationToken
        );

    public async Task<bool> AddAsync(StoreMasterEntry entry, byte[] csv, CancellationToken cancellationToken) =>
        await database
            .WriteAsync(
                session =>
                    session.Execute(
                        """
                        INSERT INTO store_masters(version, source, stores, loaded_at, sha256, csv) VALUES($version, $source, $stores, $at, $sha256, $csv)
                        ON CONFLICT DO NOTHING
                        """,
                        ("$version", entry.Version),
                        ("$source", entry.Source.Code()),
                        ("$stores", entry.Stores),
                        ("$at", SqliteTime.Format(entry.LoadedAt)),
                        ("$sha256", entry.Sha256),
                        ("$csv", csv)
                    ),
                cancellationToken
            )
            .ConfigureAwait(false) > 0;

    private static StoreMasterEntry ReadEntry(SqliteDataReader row) =>
        new(
            row.GetInt32(0),
            StoredCodes.ParseSource(row.GetString(1)),
            row.GetInt32(2),
            SqliteTime.Parse(row.GetString(3)),
            row.GetString(4)
        );
}
