namespace RetailPulse.Silo.Storage;

/// <summary>The tables that hold rows of a job, by its <c>job_id</c>: what is removed with it.</summary>
internal static class JobTables
{
    /// <summary>With each of its rows goes the entry of its image in <c>content_hashes</c>, which is found only by its hash.</summary>
    public const string Results = "image_results";

    /// <summary>In the order in which they are emptied: without its visits a job is in no store's timeline. The job's own row follows.</summary>
    public static readonly (string Name, string Key)[] All =
    [
        ("visits", "job_id, visit_no"),
        (Results, "job_id, visit_no, image_no, run"),
        ("retries", "job_id, visit_no, image_no, run"),
        ("webhook_attempts", "delivery_id, attempt_no"),
        ("webhook_deliveries", "delivery_id"),
    ];

    /// <summary>The status of a job that is being removed, which nobody sees.</summary>
    public const string Removed = "removed";

    /// <summary>
    /// Whether an ended job may be removed: its removal has begun, or none of its webhooks is due any more. A webhook is delivered or given up in the
    /// end, so this keeps no job for longer than the schedule of its webhooks.
    /// </summary>
    public const string MayGo =
        $"(status = '{Removed}' OR NOT EXISTS (SELECT 1 FROM webhook_deliveries AS d WHERE d.job_id = jobs.job_id AND d.state = 'pending'))";
}
