using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>A page of jobs, newest first.</summary>
/// <param name="Jobs">Jobs of this page.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
/// <param name="PreviousPageToken">
/// Value of <c>page_token</c> for the page before this one; <see langword="null"/> on the first page. Jobs that were added since then are on
/// the pages before.
/// </param>
internal sealed record JobListResponse(IReadOnlyList<ListedJobResponse> Jobs, string? NextPageToken, string? PreviousPageToken)
{
    /// <param name="found">Jobs of the page, and one more if there are more in its direction.</param>
    /// <param name="root">Path below which the service is served.</param>
    public static JobListResponse From(
        PathString root,
        ImmutableArray<JobListItem> found,
        PageRequest<JobPosition> page,
        JobOrder order = JobOrder.Submitted
    )
    {
        var (more, back) = (found.Length > page.Size, page.After.Back);
        JobListItem[] jobs = [.. back ? found.TakeLast(page.Size) : found.Take(page.Size)];
        return new JobListResponse(
            [.. jobs.Select(job => ListedJobResponse.From(root, job))],
            jobs.Length > 0 && (more || back) ? Token(jobs[^1], false) : null,
            jobs.Length > 0 && (back ? more : page.After.Place is not null) ? Token(jobs[0], true) : null
        );

        string Token(JobListItem job, bool precedes) =>
            page.TokenAfter(new JobPosition(new JobListPlace(job.JobId, order == JobOrder.Ended ? job.EndedAt : null), precedes));
    }
}

/// <summary>A job in a list.</summary>
/// <param name="Id">Id of the job.</param>
/// <param name="Status">Status of the job.</param>
/// <param name="SubmittedAt">Time at which the job was accepted.</param>
/// <param name="EndedAt">Time at which the job ended; <see langword="null"/> while it runs.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Counts">
/// Number of images by status. If the server that runs the job does not respond in time, its running images count as pending.
/// </param>
/// <param name="Rate">Images per second that got a result, recently or over the whole run; <see langword="null"/> if unknown.</param>
/// <param name="TopReason">Most frequent reason of the failed images; <see langword="null"/> if none failed.</param>
/// <param name="Links">Paths of related resources.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
/// <param name="SubmittedBy">Name of the key that submitted the job; <see langword="null"/> if it is unknown or there were no keys.</param>
internal sealed record ListedJobResponse(
    [property: Minimum(1)] long Id,
    [property: OneOf(ClosedLists.JobStatus)] string Status,
    DateTime SubmittedAt,
    DateTime? EndedAt,
    int Visits,
    long Images,
    JobCountsResponse Counts,
    double? Rate,
    TopReasonResponse? TopReason,
    JobLinks Links,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata,
    string? SubmittedBy
)
{
    public static ListedJobResponse From(PathString root, JobListItem job) =>
        new(
            job.JobId,
            job.Status.Code(),
            job.SubmittedAt.UtcDateTime,
            job.EndedAt?.UtcDateTime,
            job.Visits,
            job.Images,
            JobCountsResponse.From(job.Counts),
            job.Rate is { } rate ? Math.Round(rate, 5) : null,
            job.TopReason is { } top ? new TopReasonResponse(top.Reason.Code()!, top.Images) : null,
            JobLinks.Of(root, job.JobId),
            job.Label,
            MetadataObject.From(job.Metadata),
            job.SubmittedBy
        );
}

/// <summary>The most frequent reason of the failed images of a job.</summary>
/// <param name="Reason">Why the images failed.</param>
/// <param name="Images">Number of images.</param>
internal sealed record TopReasonResponse([property: OneOf(ClosedLists.Reason)] string Reason, [property: Minimum(1)] long Images);

/// <summary>Paths of a job and its images.</summary>
/// <param name="Self">Path of the job.</param>
/// <param name="Images">Path of the job's images.</param>
internal sealed record JobLinks(string Self, string Images)
{
    public static JobLinks Of(PathString root, long id) => new($"{root}/api/v1/jobs/{id}", $"{root}/api/v1/jobs/{id}/images");
}
