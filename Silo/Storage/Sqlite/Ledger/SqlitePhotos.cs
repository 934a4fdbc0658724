using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Indexes images in SQLite's table of content hashes.</summary>
internal sealed class SqlitePhotos(SqliteDatabase database) : IPhotoLedger, IDisposable
{
    /// <summary>Maximum number of entries, or of marked jobs, per transaction: some milliseconds of the writer's time.</summary>
    private const int Batch = 4_000;

    /// <summary>
    /// Maximum number of entries that are sorted together, in 12 MB. The more there are, the fewer pages change per entry.
    /// </summary>
    private const int Most = 500_000;

    /// <summary>Serializes callers. The second one finds nothing left to do.</summary>
    private readonly SemaphoreSlim turn = new(1);

    public Task<IReadOnlyList<long>> ReadUnindexedJobsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<long>>(session => ReadDue(session).ConvertAll(job => job.Id), cancellationToken);

    public async Task IndexAsync(IReadOnlyCollection<long> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0)
            return;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var due = await database.ReadAsync(ReadDue, cancellationToken).ConfigureAwait(false);
            await IndexAsync(due.IntersectBy(jobs, job => job.Id), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private static List<DueJob> ReadDue(SqliteSession session) =>
        session.Query(
            "SELECT job_id, tenant, ended_at FROM jobs WHERE hashes_due = 1 AND ended_at IS NOT NULL AND status <> 'removed' ORDER BY job_id",
            row => new DueJob(row.GetInt64(0), row.GetString(1), row.GetString(2))
        );

    /// <summary>Marks jobs as indexed. Skips jobs that were retried in the meantime; they are indexed when they end again.</summary>
    private static int Mark(SqliteSession session, List<DueJob> jobs) =>
        jobs.Sum(job =>
            session.Execute(
                "UPDATE jobs SET hashes_due = 0 WHERE job_id = $job AND ended_at = $ended",
                ("$job", job.Id),
                ("$ended", job.EndedAt)
            )
        );

    private async Task IndexAsync(IEnumerable<DueJob> jobs, CancellationToken cancellationToken)
    {
        var (entries, whole) = (new List<HashEntry>(), new List<DueJob>());
        foreach (var job in jobs)
        {
            for (ImagePlace? after = ImagePlace.Start; after is { } place; )
            {
                var room = Most - entries.Count;
                var read = await database
                    .ReadAsync(session => SqliteHashTable.ReadResults(session, job.Tenant, job.Id, place, room), cancellationToken)
                    .ConfigureAwait(false);
                entries.AddRange(read);
                after = read.Count < room ? null : read[^1].Place;
                if (after is null)
                    whole.Add(job);
                if (entries.Count == Most || whole.Count == Batch)
                    await InsertAsync(entries, whole, cancellationToken).ConfigureAwait(false);
            }
        }

        await InsertAsync(entries, whole, cancellationToken).ConfigureAwait(false);
    }

    private async Task InsertAsync(List<HashEntry> entries, List<DueJob> whole, CancellationToken cancellationToken)
    {
        entries.Sort();
        foreach (var batch in entries.Chunk(Batch))
            await database.WriteAsync(session => SqliteHashTable.Insert(session, batch), cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(session => Mark(session, whole), cancellationToken).ConfigureAwait(false);
        entries.Clear();
        whole.Clear();
    }

    /// <param name="EndedAt">Time of the end, in its stored form.</param>
    private readonly record struct DueJob(long Id, string Tenant, string EndedAt);
}
