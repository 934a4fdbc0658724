using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>Reads what people ask of SQLite's ledger.</summary>
internal sealed class SqliteReads(SqliteDatabase database) : ILedgerReads
{
    public Task<IReadOnlyList<JobEntry>> ReadJobsAsync(JobFilter filter, long before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<JobEntry>>(session => ReadJobs(session, filter, before, limit), cancellationToken);

    public Task<JobFailures> CountFailuresAsync(long jobId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteFailures.Count(session, jobId), cancellationToken);

    public Task<RepeatedImagePage> FindRepeatsAsync(long jobId, ImagePlace after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteRepeats.Find(session, jobId, after, limit), cancellationToken);

    public Task<ILedgerSnapshot> OpenSnapshotAsync(CancellationToken cancellationToken) => SqliteSnapshot.OpenAsync(database, cancellationToken);

    private static List<JobEntry> ReadJobs(SqliteSession session, JobFilter filter, long before, int limit)
    {
        var (text, values) = ("job_id < $before AND status <> 'removed'", new List<(string, object?)> { ("$before", before) });
        if (filter.Status is { } status) Add("status = $status", "$status", Statuses.Format(status));
        if (filter.Store is { } store) Add("job_id IN (SELECT job_id FROM visits WHERE store_id = $store AND job_id < $before)", "$store", store);
        if (filter.SubmittedFrom is { } from) Add("submitted_at >= $from", "$from", SqliteLedger.FormatTime(from));
        if (filter.SubmittedBefore is { } end) Add("submitted_at < $end", "$end", SqliteLedger.FormatTime(end));
        return session.Query(
            $"SELECT job_id, status, submitted_at, ended_at, visits, images FROM jobs WHERE {text} ORDER BY job_id DESC LIMIT $limit",
            row => new JobEntry(
                row.GetInt64(0),
                Statuses.Parse(row.GetString(1)),
                SqliteLedger.ParseTime(row.GetString(2)),
                row.IsDBNull(3) ? null : SqliteLedger.ParseTime(row.GetString(3)),
                row.GetInt32(4),
                row.GetInt64(5)),
            [.. values, ("$limit", limit)]);

        void Add(string condition, string name, object value)
        {
            text = $"{text} AND {condition}";
            values.Add((name, value));
        }
    }
}
