using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql.Reading;

/// <summary>Reads facts about the PostgreSQL database as a whole.</summary>
internal sealed class PostgreSqlState(PostgreSqlDatabase database) : IDatabaseState
{
    public Task PingAsync(CancellationToken cancellationToken) =>
        database.QueryAsync("SELECT 1", row => row.GetInt32(0), cancellationToken);
}
