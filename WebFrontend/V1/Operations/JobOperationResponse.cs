using System.Globalization;
using System.Text.Json.Serialization;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Operations;

/// <summary>A change of all jobs that match a filter.</summary>
/// <param name="Id">Id of the operation.</param>
/// <param name="Kind">What the operation does to each job.</param>
/// <param name="Status">Status of the operation.</param>
/// <param name="CreatedAt">Time at which the operation was accepted.</param>
/// <param name="EndedAt">Time at which the operation ended; <see langword="null"/> while it runs.</param>
/// <param name="Jobs">Number of jobs.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Links">Paths of related resources.</param>
internal sealed record JobOperationResponse(
    [property: Minimum(1)] long Id,
    [property: OneOf(ClosedLists.OperationKind)] string Kind,
    [property: OneOf(ClosedLists.OperationStatus)] string Status,
    DateTime CreatedAt,
    DateTime? EndedAt,
    OperationJobsResponse Jobs,
    OperationImagesResponse Images,
    OperationLinks Links
)
{
    public static JobOperationResponse From(PathString root, long id, JobOperationProgress operation) =>
        new(
            id,
            operation.Kind.Code(),
            operation.EndedAt is null ? OperationStatuses.Ongoing : OperationStatuses.Completed,
            operation.CreatedAt.UtcDateTime,
            operation.EndedAt?.UtcDateTime,
            new OperationJobsResponse(operation.Selected?.Jobs, operation.Processed, operation.Changed),
            new OperationImagesResponse(operation.Selected?.Images, operation.ChangedImages),
            new OperationLinks(string.Create(CultureInfo.InvariantCulture, $"{root}/api/v1/operations/{id}"))
        );
}

/// <summary>Number of jobs of an operation.</summary>
/// <param name="Total">Jobs that matched when the operation began; <see langword="null"/> until they are counted.</param>
/// <param name="Processed">Jobs that were processed.</param>
/// <param name="Changed">Jobs that were changed. The other processed jobs had another status when their turn came.</param>
internal sealed record OperationJobsResponse(long? Total, long Processed, long Changed);

/// <summary>Number of images of an operation.</summary>
/// <param name="Total">Images that matched when the operation began; <see langword="null"/> until they are counted.</param>
/// <param name="Changed">Images of the changed jobs: retried, or unfinished when their job was canceled.</param>
internal sealed record OperationImagesResponse(long? Total, long Changed);

/// <summary>Paths of an operation.</summary>
/// <param name="Self">Path of the operation.</param>
internal sealed record OperationLinks(string Self);

/// <summary>The jobs and images that an operation would change.</summary>
/// <param name="Jobs">Number of jobs.</param>
/// <param name="Images">Number of images: failed images that would be retried, or unfinished images of jobs that would be canceled.</param>
internal sealed record JobSelectionResponse(long Jobs, long Images)
{
    public static JobSelectionResponse From(JobSelection selection) => new(selection.Jobs, selection.Images);
}

/// <summary>The body of a request that has none, or an empty object.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NoMembersRequest;
