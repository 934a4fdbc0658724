using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>A job with its figures.</summary>
/// <param name="Id">Id of the job.</param>
/// <param name="Status">Status of the job.</param>
/// <param name="SubmittedAt">Time at which the job was accepted.</param>
/// <param name="EndedAt">Time at which the job ended; <see langword="null"/> while it runs.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Counts">Number of images by status.</param>
/// <param name="Rate">Images per second that got a result, recently or over the whole run; <see langword="null"/> if unknown.</param>
/// <param name="EtaSeconds">
/// Estimated seconds until the job ends; <see langword="null"/> if unknown, after the end, and while no image runs and all others wait.
/// </param>
/// <param name="EtaAt">Estimated time at which the job ends; <see langword="null"/> if <c>eta_seconds</c> is.</param>
/// <param name="Failures">Failed images, in groups by reason and host.</param>
/// <param name="RepeatedPhotos">Images with the same bytes as an earlier image.</param>
/// <param name="CallbackUrl">URL that is notified when the job ends; <see langword="null"/> if none was given.</param>
/// <param name="Links">Paths of related resources.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
/// <param name="SubmittedBy">Name of the key that submitted the job; <see langword="null"/> if it is unknown or there were no keys.</param>
/// <param name="StartedAt">Time at which the work on the job began; <see langword="null"/> before, and if it is unknown.</param>
/// <param name="CancelledAt">Time at which the job was canceled, before it ended; <see langword="null"/> if it was not.</param>
/// <param name="CancelledBy">Name of the key that canceled the job; <see langword="null"/> if it is unknown or there were no keys.</param>
/// <param name="Retries">Retries of images of the job, with and without new URLs.</param>
internal sealed record JobResponse(
    [property: Minimum(1)] long Id,
    [property: OneOf(ClosedLists.JobStatus)] string Status,
    DateTime SubmittedAt,
    DateTime? EndedAt,
    int Visits,
    JobCountsResponse Counts,
    double? Rate,
    long? EtaSeconds,
    DateTime? EtaAt,
    JobFailuresResponse Failures,
    RepeatedPhotosResponse RepeatedPhotos,
    string? CallbackUrl,
    JobLinks Links,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata,
    string? SubmittedBy,
    DateTime? StartedAt,
    DateTime? CancelledAt,
    string? CancelledBy,
    JobRetriesResponse Retries
)
{
    public static JobResponse From(
        PathString root,
        long id,
        JobDetail job,
        JobFailures failures,
        JobRepeats repeats,
        ImmutableArray<PastRetry> retries,
        DateTimeOffset now
    )
    {
        var eta = Eta(job);
        return new JobResponse(
            id,
            job.Status.Code(),
            job.SubmittedAt.UtcDateTime,
            job.EndedAt?.UtcDateTime,
            job.Visits,
            JobCountsResponse.From(job.Counts),
            job.Rate is { } rate ? Math.Round(rate, 5) : null,
            eta,
            eta is { } seconds ? now.UtcDateTime.AddSeconds(seconds) : null,
            JobFailuresResponse.From(failures),
            RepeatedPhotosResponse.From(repeats),
            job.CallbackUrl,
            JobLinks.Of(root, id),
            job.Label,
            MetadataObject.From(job.Metadata),
            job.SubmittedBy,
            job.StartedAt?.UtcDateTime,
            job.CancelledAt?.UtcDateTime,
            job.CancelledBy,
            JobRetriesResponse.From(job.Retries, retries)
        );
    }

    /// <summary>
    /// Returns no estimate if the rate is so low that the job would take years, or while no image runs: how long a host makes the next
    /// images wait is unknown.
    /// </summary>
    private static long? Eta(JobDetail job) =>
        job is { Status: JobStatus.Ongoing, Rate: > 0.0001, Counts.AllWait: false }
            ? (long)Math.Ceiling((job.Counts.Pending + job.Counts.Running) / job.Rate.Value)
            : null;
}

/// <summary>Number of images by status. The total is always the sum of the other five counts.</summary>
/// <param name="Total">All images of the job.</param>
/// <param name="Pending">Images without a result that are not being worked on: those that have not begun, and those that wait.</param>
/// <param name="Running">Images that are being requested, downloaded, or measured.</param>
/// <param name="Measured">Images that were measured.</param>
/// <param name="Failed">Images that failed.</param>
/// <param name="Cancelled">Images that had no result when the job was canceled.</param>
/// <param name="Waiting">What the pending images that have begun wait for; <see langword="null"/> if none waits.</param>
internal sealed record JobCountsResponse(
    long Total,
    long Pending,
    long Running,
    long Measured,
    long Failed,
    long Cancelled,
    JobWaitingResponse? Waiting
)
{
    public static JobCountsResponse From(JobCounts counts) =>
        new(
            counts.Total,
            counts.Pending + counts.Running - counts.AtWork,
            counts.AtWork,
            counts.Measured,
            counts.Failed,
            counts.Cancelled,
            counts.Waits is { } waits ? JobWaitingResponse.From(waits) : null
        );
}

/// <summary>
/// Images that have begun and wait for something. They are a part of the pending images. The figures are up to one second old.
/// </summary>
/// <param name="Total">All images that wait: the sum of the other three counts.</param>
/// <param name="ForSlot">Images that wait because the service works on its maximum number of images.</param>
/// <param name="ForHost">Images that wait for their host, which is busy, resting, or down.</param>
/// <param name="ForNextAttempt">Images whose last attempt failed and whose next attempt is scheduled.</param>
/// <param name="NextAttemptAt">Earliest known time at which one of these images continues; <see langword="null"/> if unknown.</param>
internal sealed record JobWaitingResponse(long Total, long ForSlot, long ForHost, long ForNextAttempt, DateTime? NextAttemptAt)
{
    public static JobWaitingResponse From(ImageWaits waits) =>
        new(waits.Total, waits.ForSlot, waits.ForHost, waits.ForNextAttempt, waits.NextAt?.UtcDateTime);
}

/// <summary>Failed images in groups by reason and host. While the job runs, the groups may be some seconds older than its counts.</summary>
/// <param name="Groups">Number of all groups.</param>
/// <param name="Largest">The 100 largest groups.</param>
internal sealed record JobFailuresResponse(long Groups, IReadOnlyList<FailureGroupResponse> Largest)
{
    public static JobFailuresResponse From(JobFailures failures) =>
        new(
            failures.Groups,
            [.. failures.Largest.Select(group => new FailureGroupResponse(group.Reason.Code()!, group.Host, group.Images))]
        );
}

/// <summary>Failed images with the same reason and host.</summary>
/// <param name="Reason">Why the images failed.</param>
/// <param name="Host">Host of the images' URLs.</param>
/// <param name="Images">Number of images.</param>
internal sealed record FailureGroupResponse([property: OneOf(ClosedLists.Reason)] string Reason, string Host, long Images);

/// <summary>The retries of a job. Each began a new run of some of its failed images.</summary>
/// <param name="Total">Number of all retries.</param>
/// <param name="Latest">The latest 20 retries, newest first.</param>
internal sealed record JobRetriesResponse(int Total, IReadOnlyList<JobRetryResponse> Latest)
{
    public const int MaxLatest = 20;

    public static JobRetriesResponse From(int total, ImmutableArray<PastRetry> latest) =>
        new(total, [.. latest.Select(JobRetryResponse.From)]);
}

/// <summary>One retry of a job.</summary>
/// <param name="Run">Number of the retry, from 1.</param>
/// <param name="RequestedAt">Time of the request.</param>
/// <param name="RequestedBy">Name of the key that requested it; <see langword="null"/> if it is unknown or there were no keys.</param>
/// <param name="Images">Number of images that were retried.</param>
/// <param name="AmendedVisit">Visit of the image whose URL was replaced; <see langword="null"/> if none was.</param>
/// <param name="AmendedImage">Number of this image within its visit; <see langword="null"/> if no URL was replaced.</param>
internal sealed record JobRetryResponse(
    [property: Minimum(1)] int Run,
    DateTime RequestedAt,
    string? RequestedBy,
    [property: Minimum(1)] long Images,
    int? AmendedVisit,
    int? AmendedImage
)
{
    public static JobRetryResponse From(PastRetry retry) =>
        new(retry.Run, retry.At.UtcDateTime, retry.By, retry.Images, retry.Amended?.Visit, retry.Amended?.Image);
}
