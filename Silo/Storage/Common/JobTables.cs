namespace RetailPulse.Silo.Storage.Common;

/// <summary>The tables whose rows belong to a job, by <c>job_id</c>, and are removed with it.</summary>
internal static class JobTables
{
    /// <summary>
    /// Table of results. Each removed row also removes its image's entry in <c>content_hashes</c>, which can only be found by its hash.
    /// </summary>
    public const string Results = "image_results";

    /// <summary>
    /// All tables, in the order in which they are emptied: without its visits, a job disappears from every store's timeline. The job's own
    /// row comes last.
    /// </summary>
    public static readonly (string Name, string Key)[] All =
    [
        ("visits", "job_id, visit_no"),
        (Results, "job_id, visit_no, image_no, run"),
        ("job_events", "commit_no, job_id"),
        ("retries", "job_id, visit_no, image_no, run"),
        ("job_retries", "job_id, run"),
        ("job_metadata", "job_id, key"),
        ("job_failures", "job_id, reason, host, silo"),
        ("job_counts", "job_id, reason, silo"),
        ("webhook_attempts", "delivery_id, attempt_no"),
        ("webhook_deliveries", "delivery_id"),
    ];

    /// <summary>Status of a job that is being removed. Clients never see it.</summary>
    public const string Removed = "removed";

    /// <summary>SQL condition for an ended job that may be removed: its removal has begun, or none of its webhooks is still due.</summary>
    /// <remarks>Every webhook is delivered or abandoned in the end, so this delays a removal at most by the webhooks' schedule.</remarks>
    public const string CanBeDeleted =
        $"(status = '{Removed}' OR NOT EXISTS (SELECT 1 FROM webhook_deliveries AS d WHERE d.job_id = jobs.job_id AND d.state = 'pending'))";
}
