using Npgsql;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Stores;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Stores the versions of the store master in a PostgreSQL table.</summary>
internal sealed class PostgreSqlStoreMasters(PostgreSqlDatabase database) : IStoreMasterLedger
{
    public async Task<StoreMasterHead> FindHeadAsync(CancellationToken cancellationToken)
    {
        var head = await database
            .QueryAsync(
                """
                SELECT version, source, stores, loaded_at, sha256, (SELECT sha256 FROM store_masters WHERE source = 'file' ORDER BY version DESC LIMIT 1)
                FROM store_masters ORDER BY version DESC LIMIT 1
                """,
                row => new StoreMasterHead(ReadEntry(row), row.IsDBNull(5) ? null : row.GetString(5)),
                cancellationToken
            )
            .ConfigureAwait(false);
        return head.SingleOrDefault() ?? new StoreMasterHead(null, null);
    }

    public async Task<byte[]> ReadCsvAsync(int version, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    "SELECT csv FROM store_masters WHERE version = $1",
                    row => row.GetFieldValue<byte[]>(0),
                    cancellationToken,
                    version
                )
                .ConfigureAwait(false)
        ).Single();

    public async Task<bool> WasInForceAsync(string sha256, int since, CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync(
                    "SELECT 1 FROM store_masters WHERE version >= $1 AND sha256 = $2 LIMIT 1",
                    _ => true,
                    cancellationToken,
                    since,
                    sha256
                )
                .ConfigureAwait(false)
        ).SingleOrDefault();

    public async Task<bool> AddAsync(StoreMasterEntry entry, byte[] csv, CancellationToken cancellationToken) =>
        await database
            .ExecuteAsync(
                "INSERT INTO store_masters(version, source, stores, loaded_at, sha256, csv) VALUES($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                cancellationToken,
                entry.Version,
                entry.Source.Code(),
                entry.Stores,
                entry.LoadedAt.UtcDateTime,
                entry.Sha256,
                csv
            )
            .ConfigureAwait(false) > 0;

    private static StoreMasterEntry ReadEntry(NpgsqlDataReader row) =>
        new(
            row.GetInt32(0),
            StoredCodes.ParseSource(row.GetString(1)),
            row.GetInt32(2),
            row.GetFieldValue<DateTimeOffset>(3),
            row.GetString(4)
        );
}
