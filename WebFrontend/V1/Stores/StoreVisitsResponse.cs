using RetailPulse.Images;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>A page of a store's visits in all jobs, newest first. Visits whose time is not a date come last.</summary>
/// <param name="StoreId">Id of the store.</param>
/// <param name="StoreName">Name of the store.</param>
/// <param name="AreaCode">Area of the store.</param>
/// <param name="LastGoodImage">
/// Most recent measured image in all visits of the store; <see langword="null"/> if none was ever measured.
/// </param>
/// <param name="Visits">Visits of this page.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
internal sealed record StoreVisitsResponse(
    string StoreId,
    string StoreName,
    string AreaCode,
    GoodImageResponse? LastGoodImage,
    IReadOnlyList<StoreVisitResponse> Visits,
    string? NextPageToken
)
{
    /// <param name="timeline">One visit more than <paramref name="page"/> requests, if there are more.</param>
    public static StoreVisitsResponse From(PathString root, Store store, StoreTimeline timeline, PageRequest<VisitPlace?> page) =>
        new(
            store.StoreId,
            store.StoreName,
            store.AreaCode,
            timeline.LastGoodImage is { } image ? GoodImageResponse.From(image) : null,
            [.. timeline.Visits.Take(page.Size).Select(visit => StoreVisitResponse.From(root, visit))],
            timeline.Visits.Length > page.Size ? page.TokenAfter(timeline.Visits[page.Size - 1].Place) : null
        );
}

/// <summary>A measured image.</summary>
/// <param name="Url">URL of the image.</param>
/// <param name="Date">Time of the visit in UTC; <see langword="null"/> if it is not a date.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Perimeter">2 × (width + height) in pixels.</param>
/// <param name="JobId">Id of the job.</param>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
internal sealed record GoodImageResponse(
    string Url,
    DateTime? Date,
    [property: Minimum(1)] int Width,
    [property: Minimum(1)] int Height,
    [property: Minimum(4)] long Perimeter,
    [property: Minimum(1)] long JobId,
    int Visit,
    int Image
)
{
    public static GoodImageResponse From(GoodImage image) =>
        new(
            image.Url,
            image.Place.Date?.UtcDateTime,
            image.Width,
            image.Height,
            image.Perimeter,
            image.Place.JobId,
            image.Place.Visit,
            image.Image
        );
}

/// <summary>A visit with the number of its images by result. Images that are neither measured nor failed have no result yet.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="VisitTime">Time of the visit, as submitted.</param>
/// <param name="Date">Time of the visit in UTC; <see langword="null"/> if it is not a date.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Measured">Number of images that were measured.</param>
/// <param name="Failed">Number of images that failed.</param>
/// <param name="Failures">Number of failed images by reason, the most frequent reason first.</param>
/// <param name="Links">Paths of related resources.</param>
/// <param name="Reference">Reference of the visit; <see langword="null"/> if none was given.</param>
internal sealed record StoreVisitResponse(
    [property: Minimum(1)] long JobId,
    int Visit,
    string VisitTime,
    DateTime? Date,
    int Images,
    int Measured,
    int Failed,
    IReadOnlyList<ReasonCountResponse> Failures,
    VisitLinks Links,
    string? Reference
)
{
    public static StoreVisitResponse From(PathString root, VisitSummary visit) =>
        new(
            visit.Place.JobId,
            visit.Place.Visit,
            visit.VisitTime,
            visit.Place.Date?.UtcDateTime,
            visit.Images,
            visit.Measured,
            visit.Failures.Sum(failure => failure.Images),
            [.. visit.Failures.Select(failure => new ReasonCountResponse(failure.Reason.Code()!, failure.Images))],
            new VisitLinks(
                $"{root}/api/v1/jobs/{visit.Place.JobId}",
                $"{root}/api/v1/jobs/{visit.Place.JobId}/images?visit={visit.Place.Visit}"
            ),
            visit.Reference
        );
}

/// <summary>Number of images that failed for a reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Images">Number of images.</param>
internal sealed record ReasonCountResponse([property: OneOf(ClosedLists.Reason)] string Reason, int Images);

/// <summary>Paths of a visit's job and images.</summary>
/// <param name="Job">Path of the job.</param>
/// <param name="Images">Path of the visit's images.</param>
internal sealed record VisitLinks(string Job, string Images);
