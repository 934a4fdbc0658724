using RetailPulse.Cluster;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Stores the results of each minute in PostgreSQL.</summary>
internal sealed class PostgreSqlThroughput(PostgreSqlDatabase database) : IThroughputLedger
{
    public Task RecordAsync(DateTimeOffset minute, string silo, ResultCounts counts, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            INSERT INTO throughput(minute, silo, images, failed) VALUES($1, $2, $3, $4)
            ON CONFLICT (minute, silo) DO UPDATE SET images = excluded.images, failed = excluded.failed
            """,
            cancellationToken,
            minute.UtcDateTime,
            silo,
            counts.Images,
            counts.Failed
        );

    public async Task<IReadOnlyList<ThroughputPoint>> ReadAsync(
        ThroughputUnit unit,
        DateTimeOffset from,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                """
                SELECT date_trunc($1, minute, 'UTC') AS at, sum(images)::bigint, sum(failed)::bigint
                FROM throughput WHERE minute >= $2 GROUP BY at ORDER BY at
                """,
                row => new ThroughputPoint(row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), row.GetInt64(2)),
                cancellationToken,
                unit.Code(),
                from.UtcDateTime
            )
            .ConfigureAwait(false);

    public Task DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ExecuteAsync("DELETE FROM throughput WHERE minute < $1", cancellationToken, before.UtcDateTime);
}
