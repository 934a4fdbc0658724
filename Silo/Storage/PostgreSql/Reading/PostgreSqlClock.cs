using RetailPulse.Grains.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>The clock of the PostgreSQL server.</summary>
internal sealed class PostgreSqlClock(PostgreSqlDatabase database) : IDatabaseClock
{
    public async Task<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken) =>
        (
            await database
                .QueryAsync("SELECT clock_timestamp()", row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken)
                .ConfigureAwait(false)
        )[0];
}
