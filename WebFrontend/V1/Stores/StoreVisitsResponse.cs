using System.Globalization;
using RetailPulse.Images;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>A page of a store's visits, newest first, whatever job they belong to. Those whose time is no date come last.</summary>
/// <param name="LastGoodImage">Of all visits; <see langword="null"/> when no image of the store was ever measured.</param>
/// <param name="NextPageToken">Asks for the next page; <see langword="null"/> on the last.</param>
internal sealed record StoreVisitsResponse(
    string StoreId, string StoreName, string AreaCode, GoodImageResponse? LastGoodImage, IReadOnlyList<StoreVisitResponse> Visits, string? NextPageToken)
{
    /// <param name="timeline">One visit more than <paramref name="page"/> asks for, if there are more.</param>
    public static StoreVisitsResponse From(PathString root, Store store, StoreTimeline timeline, PageRequest<VisitPlace> page) => new(
        store.StoreId,
        store.StoreName,
        store.AreaCode,
        timeline.LastGoodImage is { } image ? GoodImageResponse.From(image) : null,
        [.. timeline.Visits.Take(page.Size).Select(visit => StoreVisitResponse.From(root, visit))],
        timeline.Visits.Length > page.Size ? PageToken.Write(page.Listing, Pack(timeline.Visits[page.Size - 1].Place)) : null);

    /// <summary>A place as the position in a page token.</summary>
    public static string Pack(VisitPlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.Date?.UtcTicks}/{place.JobId}/{place.Visit}");

    /// <summary><see langword="null"/> when a client made the position up, and it is none.</summary>
    public static VisitPlace? Unpack(string position)
    {
        if (position.Split('/') is not [var date, var job, var visit] || !TryRead(job, long.MaxValue, out var jobId) || !TryRead(visit, int.MaxValue, out var number)) return null;
        if (date.Length == 0) return new VisitPlace(null, jobId, (int)number);
        return TryRead(date, DateTimeOffset.MaxValue.Ticks, out var ticks) ? new VisitPlace(new DateTimeOffset(ticks, TimeSpan.Zero), jobId, (int)number) : null;
    }

    private static bool TryRead(string text, long most, out long number) =>
        Digits.TryParse(text, out number) && number <= most;
}

/// <summary>A measured image.</summary>
/// <param name="Date">Of its visit, in UTC; <see langword="null"/> when the visit's time is no date.</param>
/// <param name="Width">In pixels, like height and perimeter.</param>
internal sealed record GoodImageResponse(string Url, DateTime? Date, int Width, int Height, long Perimeter, long JobId, int Visit, int Image)
{
    public static GoodImageResponse From(GoodImage image) => new(
        image.Url, image.Place.Date?.UtcDateTime, image.Width, image.Height, image.Perimeter, image.Place.JobId, image.Place.Visit, image.Image);
}

/// <summary>One visit and how its images stand; those neither measured nor failed have no result yet.</summary>
/// <param name="Visit">Its number within its job, from 0.</param>
/// <param name="VisitTime">As it was sent.</param>
/// <param name="Date">The same in UTC; <see langword="null"/> when it is no date.</param>
/// <param name="Failures">Why images failed, most first.</param>
internal sealed record StoreVisitResponse(
    long JobId, int Visit, string VisitTime, DateTime? Date, int Images, int Measured, int Failed, IReadOnlyList<ReasonCountResponse> Failures, VisitLinks Links)
{
    public static StoreVisitResponse From(PathString root, VisitSummary visit) => new(
        visit.Place.JobId,
        visit.Place.Visit,
        visit.VisitTime,
        visit.Place.Date?.UtcDateTime,
        visit.Images,
        visit.Measured,
        visit.Failures.Sum(failure => failure.Images),
        [.. visit.Failures.Select(failure => new ReasonCountResponse(failure.Reason.Code()!, failure.Images))],
        new VisitLinks($"{root}/api/v1/jobs/{visit.Place.JobId}", $"{root}/api/v1/jobs/{visit.Place.JobId}/images?visit={visit.Place.Visit}"));
}

internal sealed record ReasonCountResponse(string Reason, int Images);

/// <summary>Where more is told of a visit.</summary>
internal sealed record VisitLinks(string Job, string Images);
