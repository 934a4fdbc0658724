using Npgsql;
using RetailPulse.Silo.Storage.PostgreSql.Connections;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Writes the events of jobs. Retries and ends are written by the statements that make them.</summary>
internal static class PostgreSqlEvents
{
    /// <summary>Records, in the transaction of the connection, that a job was submitted.</summary>
    public static async Task InsertSubmittedAsync(
        NpgsqlConnection connection,
        long jobId,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    )
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO job_events(job_id, kind, run, at) VALUES($1, 'submitted', 0, $2)",
            connection
        ).Bind(jobId, submittedAt.UtcDateTime);
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
