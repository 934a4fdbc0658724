using Microsoft.Data.Sqlite;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>Enters the images of a job where they are looked up by their bytes, and removes them. To enter them again changes nothing.</summary>
internal static class SqliteContentHashes
{
    /// <summary>Entries of one transaction: some milliseconds of the writer's time.</summary>
    private const int Batch = 4_000;

    /// <summary>Entries sorted together: the more they are, the fewer pages change for each. 16 MB.</summary>
    private const int Most = 1 << 20;

    /// <summary>Enters all but the last batch, which it answers: that is to go into the transaction that notes the job's end.</summary>
    public static async Task<HashEntry[]> EnterAsync(SqliteDatabase database, long jobId, CancellationToken cancellationToken)
    {
        HashEntry[] last = [];
        for (ImagePlace? after = ImagePlace.Start; after is { } place;)
        {
            var entries = await database.ReadAsync(session => Read(session, jobId, place), cancellationToken).ConfigureAwait(false);
            after = entries.Count < Most ? null : entries[^1].Place;
            entries.Sort();
            foreach (var batch in entries.Chunk(Batch))
            {
                if (last.Length > 0) await database.WriteAsync(session => Insert(session, jobId, last), cancellationToken).ConfigureAwait(false);
                last = batch;
            }
        }

        return last;
    }

    /// <summary>Answers how many there are.</summary>
    public static int Insert(SqliteSession session, long jobId, HashEntry[] entries)
    {
        var insert = session.Prepare("INSERT INTO content_hashes(hash_start, job_id, visit_no, image_no) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING");
        foreach (var (start, place) in entries) insert.Bind(start).Bind(jobId).Bind(place.Visit).Bind(place.Image).Run();
        return entries.Length;
    }

    /// <summary>Runs a statement that removes results of a job, and removes their entries; answers how many results there were.</summary>
    public static int RemoveWith(string statement, SqliteSession session, long jobId, int limit)
    {
        var results = session.Query(
            $"{statement} RETURNING content_hash, visit_no, image_no", row => row.IsDBNull(0) ? default(HashEntry?) : ReadEntry(row), ("$job", jobId), ("$limit", limit));
        var remove = session.Prepare("DELETE FROM content_hashes WHERE hash_start = ? AND job_id = ? AND visit_no = ? AND image_no = ?");
        foreach (var (start, place) in results.OfType<HashEntry>()) remove.Bind(start).Bind(jobId).Bind(place.Visit).Bind(place.Image).Run();
        return results.Count;
    }

    /// <summary>A measured image is never tried anew, so it has one result with a hash.</summary>
    private static List<HashEntry> Read(SqliteSession session, long jobId, ImagePlace after) => session.Query(
        """
        SELECT content_hash, visit_no, image_no FROM image_results
        WHERE job_id = $job AND (visit_no, image_no) > ($visit, $image) AND content_hash IS NOT NULL ORDER BY visit_no, image_no LIMIT $limit
        """,
        ReadEntry,
        ("$job", jobId),
        ("$visit", after.Visit),
        ("$image", after.Image),
        ("$limit", Most));

    private static HashEntry ReadEntry(SqliteDataReader row) =>
        new(ContentHash.Start(row.GetFieldValue<byte[]>(0)), new ImagePlace(row.GetInt32(1), row.GetInt32(2)));
}
