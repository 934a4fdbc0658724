using System.Text.Json;
using Microsoft.Data.Sqlite;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>Writes submissions.</summary>
internal static class SqliteSubmissions
{
    /// <summary>Answers <see langword="false"/> when the job was there already; it stays as it is.</summary>
    public static bool Insert(SqliteConnection connection, long jobId, JobSubmission submission, DateTimeOffset submittedAt)
    {
        var taken = connection.Execute(
            "INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES($job, $at, $visits, $images) ON CONFLICT DO NOTHING",
            ("$job", jobId),
            ("$at", SqliteLedger.FormatTime(submittedAt)),
            ("$visits", submission.Visits.Length),
            ("$images", submission.Visits.Sum(visit => (long)visit.ImageUrls.Length)));
        if (taken > 0) InsertVisits(connection, jobId, submission);
        return taken > 0;
    }

    private static void InsertVisits(SqliteConnection connection, long jobId, JobSubmission submission)
    {
        using var insert = connection.Command(
            """
            INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images)
            VALUES($job, $visit, $store, $time, $date, $urls, $images)
            """,
            ("$job", jobId), ("$visit", 0), ("$store", ""), ("$time", ""), ("$date", null), ("$urls", ""), ("$images", 0));
        insert.Prepare();
        for (var number = 0; number < submission.Visits.Length; number++)
        {
            var visit = submission.Visits[number];
            insert.Parameters[1].Value = number;
            insert.Parameters[2].Value = visit.StoreId;
            insert.Parameters[3].Value = visit.VisitTime;
            insert.Parameters[4].Value = VisitDate.Find(visit.VisitTime) is { } date ? SqliteLedger.FormatTime(date) : DBNull.Value;
            insert.Parameters[5].Value = JsonSerializer.Serialize(visit.ImageUrls);
            insert.Parameters[6].Value = visit.ImageUrls.Length;
            insert.ExecuteNonQuery();
        }
    }
}
