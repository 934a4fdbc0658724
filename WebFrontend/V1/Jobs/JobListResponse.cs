using System.Collections.Immutable;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>A page of jobs, newest first.</summary>
/// <param name="Jobs">Jobs of this page.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
internal sealed record JobListResponse(IReadOnlyList<ListedJobResponse> Jobs, string? NextPageToken)
{
    /// <param name="found">One job more than <paramref name="page"/> requests, if there are more.</param>
    /// <param name="root">Path below which the service is served.</param>
    public static JobListResponse From(PathString root, ImmutableArray<JobListItem> found, PageRequest<long> page) =>
        new(
            [.. found.Take(page.Size).Select(job => ListedJobResponse.From(root, job))],
            found.Length > page.Size ? page.TokenAfter(found[page.Size - 1].JobId) : null
        );
}

/// <summary>A job in a list.</summary>
/// <param name="Id">Id of the job.</param>
/// <param name="Status">Status of the job.</param>
/// <param name="SubmittedAt">Time at which the job was accepted.</param>
/// <param name="EndedAt">Time at which the job ended; <see langword="null"/> while it runs.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Images">Number of images.</param>
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
            JobLinks.Of(root, job.JobId),
            job.Label,
            MetadataObject.From(job.Metadata),
            job.SubmittedBy
        );
}

/// <summary>Paths of a job and its images.</summary>
/// <param name="Self">Path of the job.</param>
/// <param name="Images">Path of the job's images.</param>
internal sealed record JobLinks(string Self, string Images)
{
    public static JobLinks Of(PathString root, long id) => new($"{root}/api/v1/jobs/{id}", $"{root}/api/v1/jobs/{id}/images");
}
