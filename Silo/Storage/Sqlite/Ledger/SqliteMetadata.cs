using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Writes and searches the metadata of jobs.</summary>
internal static class SqliteMetadata
{
    /// <summary>SQL expression for the metadata of a job in <c>jobs</c>, as a JSON object.</summary>
    public const string OfJob = $"{Object} = jobs.job_id HAVING count(*) > 0)";

    /// <summary>SQL expression for the metadata of the job of an event <c>e</c>.</summary>
    public const string OfEvent = $"{Object} = e.job_id HAVING count(*) > 0)";

    private const string Object = "(SELECT json_group_object(m.key, m.value) FROM job_metadata AS m WHERE m.job_id";

    public static void Insert(SqliteSession session, long jobId, JobMetadata metadata)
    {
        foreach (var (key, value) in metadata.Pairs)
            session.Execute(
                "INSERT INTO job_metadata(job_id, key, value) VALUES($job, $key, $value)",
                ("$job", jobId),
                ("$key", key),
                ("$value", value)
            );
    }
}
