
namespace RetailPulse.Client;

/// <summary>One visit to a store, and how its images stand; those neither measured nor failed have no result yet.</summary>
/// <param name="Visit">Its number within its job, from 0.</param>
/// <param name="VisitTime">As it was submitted.</param>
/// <param name="Date">The same in UTC; <see langword="null"/> when it is no date.</param>
/// <param name="Images">How many images.</param>
/// <param name="Failures">Why images failed, most first.</param>
public sealed record StoreVisit(
    long JobId, int Visit, string VisitTime, DateTimeOffset? Date, int Images, int Measured, int Failed, IReadOnlyList<ReasonCount> Failures, VisitLinks Links);

/// <summary>How many images failed for one reason.</summary>
public sealed record ReasonCount(string Reason, int Images);

/// <summary>Paths of the API, where more is told of a visit.</summary>
public sealed record VisitLinks(string Job, string Images);

/// <summary>A measured image of a store.</summary>
/// <param name="Date">Of its visit, in UTC; <see langword="null"/> when the visit's time is no date.</param>
/// <param name="Width">In pixels, like height and perimeter.</param>
public sealed record GoodImage(string Url, DateTimeOffset? Date, int Width, int Height, long Perimeter, long JobId, int Visit, int Image);

internal sealed record StoreVisitPage(
    string StoreId, string StoreName, string AreaCode, GoodImage? LastGoodImage, IReadOnlyList<StoreVisit> Visits, string? NextPageToken) : IPage<StoreVisit>
{
    IReadOnlyList<StoreVisit> IPage<StoreVisit>.Entries => Visits;
}
