using Microsoft.Data.Sqlite;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Accesses the table in which images are looked up by their bytes.</summary>
internal static class SqliteHashTable
{
    /// <summary>
    /// Reads the next images of a job that have a hash. A measured image is never retried, so it has one result with a hash.
    /// </summary>
    public static List<HashEntry> ReadResults(SqliteSession session, string tenant, long jobId, ImagePlace after, int limit) =>
        session.Query(
            """
            SELECT content_hash, visit_no, image_no FROM image_results
            WHERE job_id = $job AND (visit_no, image_no) > ($visit, $image) AND content_hash IS NOT NULL ORDER BY visit_no, image_no LIMIT $limit
            """,
            row => ReadEntry(row, tenant, jobId),
            ("$job", jobId),
            ("$visit", after.Visit),
            ("$image", after.Image),
            ("$limit", limit)
        );

    /// <summary>Inserts entries and returns their number, including entries that already existed.</summary>
    /// <remarks>
    /// Entries of a job that is being removed are not inserted: their results may have been deleted in the meantime, and nothing would
    /// remove the entries.
    /// </remarks>
    public static int Insert(SqliteSession session, IReadOnlyCollection<HashEntry> entries)
    {
        var insert = session.Prepare(
            """
            INSERT INTO content_hashes(tenant, hash_start, job_id, visit_no, image_no)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM jobs WHERE job_id = ?3 AND status <> 'removed') ON CONFLICT DO NOTHING
            """
        );
        foreach (var entry in entries)
            Bind(insert, entry).Run();
        return entries.Count;
    }

    /// <summary>Runs a statement that deletes results of a job, deletes their entries, and returns the number of results.</summary>
    public static int DeleteWith(string statement, SqliteSession session, string tenant, long jobId, int limit)
    {
        var results = session.Query(
            $"{statement} RETURNING content_hash, visit_no, image_no",
            row => row.IsDBNull(0) ? default(HashEntry?) : ReadEntry(row, tenant, jobId),
            ("$job", jobId),
            ("$limit", limit)
        );
        var remove = session.Prepare(
            "DELETE FROM content_hashes WHERE tenant = ? AND hash_start = ? AND job_id = ? AND visit_no = ? AND image_no = ?"
        );
        foreach (var entry in results.OfType<HashEntry>())
            Bind(remove, entry).Run();
        return results.Count;
    }

    private static SqliteStatement Bind(SqliteStatement statement, HashEntry entry) =>
        statement.Bind(entry.Tenant).Bind(entry.Start).Bind(entry.Job).Bind(entry.Place.Visit).Bind(entry.Place.Image);

    private static HashEntry ReadEntry(SqliteDataReader row, string tenant, long jobId) =>
        new(tenant, ContentHash.Start(row.GetFieldValue<byte[]>(0)), jobId, new ImagePlace(row.GetInt32(1), row.GetInt32(2)));
}
