using Npgsql;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.PostgreSql.Connections;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Writes and searches the metadata of jobs.</summary>
internal static class PostgreSqlMetadata
{
    /// <summary>SQL expression for the metadata of a job in <c>jobs</c>, as a JSON object.</summary>
    public const string OfJob = $"{Object} = jobs.job_id)";

    /// <summary>SQL expression for the metadata of the job of an event <c>e</c>.</summary>
    public const string OfEvent = $"{Object} = e.job_id)";

    private const string Object = "(SELECT json_object_agg(m.key, m.value)::text FROM job_metadata AS m WHERE m.job_id";

    public static async Task InsertAsync(NpgsqlConnection connection, long jobId, JobMetadata metadata, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(
            "INSERT INTO job_metadata(job_id, key, value) SELECT $1, * FROM unnest($2::text[], $3::text[])",
            connection
        ).Bind(jobId, metadata.Pairs.Select(pair => pair.Key).ToArray(), metadata.Pairs.Select(pair => pair.Value).ToArray());
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
