using System.Collections.Immutable;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>A page of jobs, newest first.</summary>
/// <param name="NextPageToken">Asks for the next page; <see langword="null"/> on the last.</param>
internal sealed record JobListResponse(IReadOnlyList<ListedJobResponse> Jobs, string? NextPageToken)
{
    /// <param name="found">One more than <paramref name="page"/> asks for, if there are more.</param>
    /// <param name="root">Path below which the service is served.</param>
    public static JobListResponse From(PathString root, ImmutableArray<JobListItem> found, PageRequest page) => new(
        [.. found.Take(page.Size).Select(job => ListedJobResponse.From(root, job))],
        found.Length > page.Size ? PageToken.Write(page.Listing, found[page.Size - 1].JobId) : null);
}

internal sealed record ListedJobResponse(long Id, string Status, DateTime SubmittedAt, DateTime? EndedAt, int Visits, long Images, JobLinks Links)
{
    public static ListedJobResponse From(PathString root, JobListItem job) =>
        new(job.JobId, job.Status.Code(), job.SubmittedAt.UtcDateTime, job.EndedAt?.UtcDateTime, job.Visits, job.Images, JobLinks.Of(root, job.JobId));
}

/// <summary>Where more is told of a job.</summary>
internal sealed record JobLinks(string Self, string Images)
{
    public static JobLinks Of(PathString root, long id) => new($"{root}/api/v1/jobs/{id}", $"{root}/api/v1/jobs/{id}/images");
}
