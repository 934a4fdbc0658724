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
        if (!InsertHead(session, jobId, submission, submittedAt))
            return false;
        InsertVisits(session, jobId, 0, submission.Visits);
        return true;
    }

    /// <summary>
    /// Inserts a submission whose visits and event follow. Returns <see langword="false"/> if the job already exists, which does not change.
    /// </summary>
    public static bool InsertHead(SqliteSession session, long jobId, JobSubmission head, DateTimeOffset at)
    {
        var taken = session.Execute(
            "INSERT INTO jobs(job_id, submitted_at, visits, images, tenant, traceparent, callback_url, label, submitted_by) VALUES($job, $at, $visits, $images, $tenant, $traceparent, $callback, $label, $by) ON CONFLICT DO NOTHING",
            ("$job", jobId),
            ("$at", SqliteTime.Format(at)),
            ("$visits", head.Visits.Length),
            ("$images", head.Images),
            ("$tenant", head.Tenant),
            ("$traceparent", head.Traceparent),
            ("$callback", head.CallbackUrl),
            ("$label", head.Label),
            ("$by", head.SubmittedBy)
        );
        if (taken > 0 && head.Metadata is { } metadata)
            SqliteMetadata.Insert(session, jobId, metadata);
        return taken > 0;
    }

    /// <summary>Inserts visits of an existing job.</summary>
    /// <param name="first">Number of the first of them.</param>
    public static void InsertVisits(SqliteSession session, long jobId, int first, IReadOnlyList<VisitSubmission> visits)
    {
        var insert = session.Prepare(
            """
            INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images, reference, image_references)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
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
                .Bind(visit.Reference)
                .Bind(visit.ImageUrls.References is { } references ? JsonSerializer.Serialize(references) : null)
                .Run();
        }
    }
}
