using System.Text.Json;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.Sqlite.Ledger;

/// <summary>Writes submissions.</summary>
internal static class SqliteSubmissions
{
    /// <summary>Inserts a submission. Returns <see langword="false"/> if the job already exists, which does not change.</summary>
    public static bool Insert(SqliteSession session, long jobId, JobSubmission submission, DateTimeOffset submittedAt)
    {
        var taken = session.Execute(
            "INSERT INTO jobs(job_id, submitted_at, visits, images, tenant, callback_url) VALUES($job, $at, $visits, $images, $tenant, $callback) ON CONFLICT DO NOTHING",
            ("$job", jobId),
            ("$at", SqliteTime.Format(submittedAt)),
            ("$visits", submission.Visits.Length),
            ("$images", submission.Images),
            ("$tenant", submission.Tenant),
            ("$callback", submission.CallbackUrl)
        );
        if (taken > 0)
            InsertVisits(session, jobId, 0, submission.Visits);
        return taken > 0;
    }

    /// <summary>Inserts visits of an existing job.</summary>
    /// <param name="first">Number of the first of them.</param>
    public static void InsertVisits(SqliteSession session, long jobId, int first, IReadOnlyList<VisitSubmission> visits)
    {
        var insert = session.Prepare(
            """
            INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images) VALUES(?, ?, ?, ?, ?, ?, ?)
            """
        );
        foreach (var (place, visit) in visits.Index())
        {
            var date = VisitDate.Find(visit.VisitTime);
            insert
                .Bind(jobId)
                .Bind(first + place)
                .Bind(visit.StoreId)
                .Bind(visit.VisitTime)
                .Bind(date is null ? null : SqliteTime.Format(date.Value))
                .Bind(JsonSerializer.Serialize(visit.ImageUrls))
                .Bind(visit.ImageUrls.Count)
                .Run();
        }
    }
}
