using RetailPulse.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Stores the results of each minute in SQLite.</summary>
internal sealed class SqliteThroughput(SqliteDatabase database) : IThroughputLedger
{
    public Task RecordAsync(DateTimeOffset minute, string silo, ResultCounts counts, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
                session.Execute(
                    """
                    INSERT INTO throughput(minute, silo, images, failed) VALUES($minute, $silo, $images, $failed)
                    ON CONFLICT(minute, silo) DO UPDATE SET images = excluded.images, failed = excluded.failed
                    """,
                    ("$minute", SqliteTime.Format(minute)),
                    ("$silo", silo),
                    ("$images", counts.Images),
                    ("$failed", counts.Failed)
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<ThroughputPoint>> ReadAsync(ThroughputUnit unit, DateTimeOffset from, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ThroughputPoint>>(
            session =>
                session.Query(
                    $"SELECT {Begin(unit)} AS at, sum(images), sum(failed) FROM throughput WHERE minute >= $from GROUP BY at ORDER BY at",
                    row => new ThroughputPoint(SqliteTime.Parse(row.GetString(0)), row.GetInt64(1), row.GetInt64(2)),
                    ("$from", SqliteTime.Format(from))
                ),
            cancellationToken
        );

    public Task DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Execute("DELETE FROM throughput WHERE minute < $before", ("$before", SqliteTime.Format(before))),
            cancellationToken
        );

    private static string Begin(ThroughputUnit unit) => unit == ThroughputUnit.Hour ? "substr(minute, 1, 13) || ':00:00.000Z'" : "minute";
}
