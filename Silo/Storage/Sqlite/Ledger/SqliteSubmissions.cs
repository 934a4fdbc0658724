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
            "INSERT INTO jobs(job_id, submitted_at, visits, images, tenant, callback_url, label, submitted_by) VALUES($job, $at, $visits, $images, $tenant, $callback, $label, $by) ON CONFLICT DO NOTHING",
            ("$job", jobId),
            ("$at", SqliteTime.Format(submittedAt)),
            ("$visits", submission.Visits.Length),
            ("$images", submission.Images),
            ("$tenant", submission.Tenant),
            ("$callback", submission.CallbackUrl),
            ("$label", submission.Label),
            ("$by", submission.SubmittedBy)
        );
        if (taken == 0)
            return false;
        if (submission.Metadata is { } metadata)
            SqliteMetadata.Insert(session, jobId, metadata);
        InsertVisits(session, jobId, submission);
        SqliteEvents.Insert(session, jobId, JobEventKind.Submitted, submittedAt);
        return true;
    }

    private static void InsertVisits(SqliteSession session, long jobId, JobSubmission submission)
    {
        var insert = session.Prepare(
            """
            INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images, reference, image_references)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        );
        for (var number = 0; number < submission.Visits.Length; number++)
        {
            var visit = submission.Visits[number];
            var date = VisitDate.Find(visit.VisitTime);
            insert
                .Bind(jobId)
                .Bind(number)
                .Bind(visit.StoreId)
                .Bind(visit.VisitTime)
                .Bind(date is null ? null : SqliteTime.Format(date.Value))
                .Bind(JsonSerializer.Serialize(visit.ImageUrls))
                .Bind(visit.ImageUrls.Count)
                .Bind(visit.Reference)
                .Bind(visit.ImageUrls.References is { } references ? JsonSerializer.Serialize(references) : null)
                .Run();
        }
    }
}
