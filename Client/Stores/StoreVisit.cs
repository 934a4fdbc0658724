using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>A visit to a store, with the counts of its images. Images that are neither measured nor failed have no result yet.</summary>
/// <param name="Visit">Number of the visit within its job, from 0.</param>
/// <param name="VisitTime">Time of the visit, as it was submitted.</param>
/// <param name="Date">Time of the visit in UTC; <see langword="null"/> if it is not a date.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Failures">Reasons of failed images, the most frequent first.</param>
/// <param name="Reference">Reference of the visit; <see langword="null"/> if none was given.</param>
public sealed record StoreVisit(
    long JobId,
    int Visit,
    string VisitTime,
    DateTimeOffset? Date,
    int Images,
    int Measured,
    int Failed,
    IReadOnlyList<ReasonCount> Failures,
    VisitLinks Links,
    string? Reference
);

/// <summary>The number of images that failed for one reason.</summary>
public sealed record ReasonCount(string Reason, int Images);

/// <summary>Paths of the API with further details of a visit.</summary>
public sealed record VisitLinks(string Job, string Images);

/// <summary>A measured image of a store.</summary>
/// <param name="Date">Date of the visit in UTC; <see langword="null"/> if the time of the visit is not a date.</param>
/// <param name="Width">Width in pixels, like height and perimeter.</param>
public sealed record GoodImage(string Url, DateTimeOffset? Date, int Width, int Height, long Perimeter, long JobId, int Visit, int Image);

internal sealed record StoreVisitPage(
    string StoreId,
    string StoreName,
    string AreaCode,
    GoodImage? LastGoodImage,
    [property: JsonRequired] IReadOnlyList<StoreVisit> Visits,
    string? NextPageToken
) : IPage<StoreVisit>
{
    IReadOnlyList<StoreVisit> IPage<StoreVisit>.Entries => Visits;
}
