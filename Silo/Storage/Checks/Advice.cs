namespace RetailPulse.Silo.Storage.Checks;

/// <summary>What to do about findings of several rules.</summary>
internal static class Advice
{
    /// <summary>For a job whose facts are incomplete or contradict each other.</summary>
    public const string Resubmit = "Restore a backup without this finding, or delete the job and submit it again.";

    /// <summary>For rows that are derived from results.</summary>
    public const string Recount =
        "The results are right, and only lists are wrong. Stop the service and correct the row, or delete the job and submit it again.";

    /// <summary>For a database of which no part can be relied on.</summary>
    public const string Restore = "Restore a backup without this finding.";

    /// <summary>For rows that no client can see.</summary>
    public static string Remove(string table, long jobId) =>
        $"No client sees it. Stop the service, and run: DELETE FROM {table} WHERE job_id = {jobId}";
}
