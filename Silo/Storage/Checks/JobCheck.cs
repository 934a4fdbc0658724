using System.Text.Json;
using RetailPulse.Grains.Jobs;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>Compares the listing row of a job with its document and its other rows.</summary>
/// <remarks>
/// It allows what a crash, or a moment between two transactions, can leave, and the service completes: a job without a document that is
/// ongoing, and a retry that the document does not have yet. Jobs that are being removed, and uploads, are incomplete by design.
/// </remarks>
internal static class JobCheck
{
    /// <summary>Precision of times in tables.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMilliseconds(1);

    public static IEnumerable<Finding> Find(JobFacts job)
    {
        if (job.Status == JobTables.Removed)
            return [];
        var (document, unreadable) = Read(job);
        return
        [
            .. unreadable is null ? Array.Empty<Finding>() : [unreadable],
            .. FindVisits(job),
            .. FindEnd(job),
            .. document is null ? FindMissing(job) : FindDifferences(job, document),
            .. FindClosed(job, document),
            .. FindRetries(job),
            .. FindEvents(job),
            .. FindDeliveries(job),
        ];
    }

    private static bool Ended(JobFacts job) => job.Status != JobStatus.Ongoing.Code();

    /// <summary>Number of ends of the job so far.</summary>
    private static long Ends(JobFacts job) => job.Run + (Ended(job) ? 1 : 0);

    private static Finding Of(JobFacts job, string table, string problem, string advice = Advice.Resubmit) =>
        new(table, job.JobId, problem, advice);

    private static (StoredJob? Document, Finding? Problem) Read(JobFacts job)
    {
        if (job.Document is null)
            return (null, null);
        try
        {
            return (DocumentSerializer.Read<StoredJob>(job.Document), null);
        }
        catch (JsonException exception)
        {
            return (null, Of(job, "OrleansStorage", $"the document cannot be read: {exception.Message}"));
        }
    }

    private static IEnumerable<Finding> FindVisits(JobFacts job)
    {
        var (count, first, last) = job.StoredVisits;
        if (count != job.Visits)
            yield return Of(job, "visits", $"{job.Visits} visits were submitted, and {count} are stored.");
        else if (first != 0 || last != count - 1)
            yield return Of(job, "visits", $"the visits must be numbered from 0 to {count - 1}, and are from {first} to {last}.");
        if (job.StoredImages != job.Images)
            yield return Of(job, "jobs", $"the job has {job.Images} images, and its visits have {job.StoredImages}.");
    }

    private static IEnumerable<Finding> FindEnd(JobFacts job)
    {
        if (Ended(job) != job.EndedAt.HasValue)
            yield return Of(
                job,
                "jobs",
                $"the job is {job.Status}, and {(job.EndedAt is null ? "has no end" : $"ended at {job.EndedAt:u}")}."
            );
        var lacking = job.Images - job.Measured - job.Failed;
        var expected = job.Status switch
        {
            "ongoing" => null,
            "completed" when lacking == 0 && job.Failed == 0 => null,
            "completed" => "every image must be measured",
            "failed" when lacking == 0 && job.Failed > 0 => null,
            "failed" => "every image must have a result, and at least one must have failed",
            "cancelled" when lacking > 0 => null,
            "cancelled" => "at least one image must lack a result",
            _ => "the status must be ongoing, completed, failed, or cancelled",
        };
        if (expected is not null)
            yield return Of(
                job,
                "image_results",
                $"the job is {job.Status}, and of its {job.Images} images, {job.Measured} are measured and {job.Failed} have failed; {expected}."
            );
    }

    private static IEnumerable<Finding> FindMissing(JobFacts job)
    {
        if (job.Document is null && Ended(job))
            yield return Of(
                job,
                "OrleansStorage",
                $"the job is {job.Status}, and has no document, so that clients are told that it does not exist."
            );
    }

    private static IEnumerable<Finding> FindDifferences(JobFacts job, StoredJob document)
    {
        var reopened = !Ended(job) && document.Status == JobStatus.Failed && document.Retries + 1 == job.Run;
        string[] differences =
        [
            .. Difference("visits", document.Visits, job.Visits),
            .. Difference("images", document.Images, job.Images),
            .. Difference("the tenant", document.Tenant, job.Tenant),
            .. Difference("the submission", document.SubmittedAt, job.SubmittedAt),
            .. reopened ? [] : Difference("the status", document.Status.Code(), job.Status),
            .. reopened ? [] : Difference("the end", document.EndedAt, job.EndedAt),
            .. reopened ? [] : Difference("retries", document.Retries, job.Run),
        ];
        if (differences.Length > 0)
            yield return Of(job, "OrleansStorage", $"the document and the row in jobs differ: {string.Join(", ", differences)}.");
        if (Ended(job) && (document.Measured != job.Measured || document.Failed != job.Failed))
            yield return Of(
                job,
                "OrleansStorage",
                $"the document counts {document.Measured} measured and {document.Failed} failed images, and the results are {job.Measured} and {job.Failed}."
            );
        var writes = 1 + (2L * document.Retries) + (document.Status == JobStatus.Ongoing ? 0 : 1);
        if (job.Version < writes)
            yield return Of(
                job,
                "OrleansStorage",
                $"the document has the version {job.Version}, and what it says takes at least {writes} writes: it was not written by the service.",
                "Stop all processes before you start the service again, because one that runs could overwrite the job."
            );
    }

    private static IEnumerable<string> Difference<T>(string name, T document, T row) =>
        EqualityComparer<T>.Default.Equals(document, row) ? [] : [$"{name} '{document}' and '{row}'"];

    private static IEnumerable<string> Difference(string name, DateTimeOffset? document, DateTimeOffset? row) =>
        document == row || (document - row)?.Duration() < Precision
            ? []
            : [$"{name} '{document?.UtcDateTime:O}' and '{row?.UtcDateTime:O}'"];

    private static IEnumerable<Finding> FindClosed(JobFacts job, StoredJob? document)
    {
        if (!Ended(job) && job.Closed && document is not { CancelRequested: true })
            yield return Of(
                job,
                "jobs",
                "the job is closed, so that none of its images gets a result, and nobody canceled it.",
                "Cancel the job, and submit it again."
            );
    }

    private static IEnumerable<Finding> FindRetries(JobFacts job)
    {
        var (count, last, images) = job.JobRetries;
        if (count != job.Run || last != job.Run)
            yield return Of(
                job,
                "job_retries",
                $"the job was retried {job.Run} times, and {count} retries up to number {last} are stored.",
                "Its history is incomplete. To show it again, restore a backup without this finding."
            );
        if (images != job.ImageRetries)
            yield return Of(
                job,
                "retries",
                $"the retries of the job have {images} images, and {job.ImageRetries} retries of images are stored."
            );
    }

    /// <summary>Jobs that were submitted before schema 20, or restored on another PostgreSQL server, have no event of their submission.</summary>
    private static IEnumerable<Finding> FindEvents(JobFacts job)
    {
        if (job.Events.Submitted == 0)
            yield break;
        if (job.Events != (1, job.Run, Ends(job)))
            yield return Of(
                job,
                "job_events",
                $"1 submission, {job.Run} retries, and {Ends(job)} ends must be stored, and {job.Events.Submitted}, {job.Events.Retried}, and {job.Events.Ended} are.",
                "Only event streams are wrong. Clients that follow them must read the job again."
            );
        else if (Ended(job) && job.LastEnd != $"{job.Status} {job.Measured} {job.Failed}")
            yield return Of(
                job,
                "job_events",
                $"the end must be '{job.Status} {job.Measured} {job.Failed}' (status, measured, failed), and is '{job.LastEnd}'.",
                "Only event streams are wrong. Clients that follow them must read the job again."
            );
    }

    private static IEnumerable<Finding> FindDeliveries(JobFacts job)
    {
        var expected = job.HasCallback ? Ends(job) : 0;
        if (job.Deliveries != expected)
            yield return Of(
                job,
                "webhook_deliveries",
                $"{expected} webhooks must be stored, one for each end of the job, and {job.Deliveries} are.",
                "Tell the receiver the status of the job."
            );
    }
}
