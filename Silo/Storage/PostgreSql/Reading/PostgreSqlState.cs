using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads facts about the PostgreSQL database as a whole.</summary>
internal sealed class PostgreSqlState(PostgreSqlDatabase database) : IDatabaseState
{
    public Task PingAsync(CancellationToken cancellationToken) =>
        database.QueryAsync("SELECT 1", row => row.GetInt32(0), cancellationToken);

    public async Task<DatabaseFigures> ReadFiguresAsync(CancellationToken cancellationToken)
    {
        var (figures, mayReadWal) = (
            await database
                .QueryAsync(
                    """
                    SELECT pg_database_size(current_database()), has_function_privilege('pg_ls_waldir()', 'EXECUTE'), count(*), min(created_at)
                    FROM webhook_deliveries WHERE state = 'pending'
                    """,
                    row =>
                        (
                            new DatabaseFigures(
                                row.GetInt64(0),
                                null,
                                row.GetInt64(2),
                                row.IsDBNull(3) ? null : row.GetFieldValue<DateTimeOffset>(3)
                            ),
                            row.GetBoolean(1)
                        ),
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).Single();
        return mayReadWal ? figures with { WalBytes = await ReadWalAsync(cancellationToken).ConfigureAwait(false) } : figures;
    }

    private async Task<long> ReadWalAsync(CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync("SELECT coalesce(sum(size), 0)::bigint FROM pg_ls_waldir()", row => row.GetInt64(0), cancellationToken)
                .ConfigureAwait(false)
        ).Single();
}
