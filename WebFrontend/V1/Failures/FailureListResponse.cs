using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>A page of failures, newest first. It may be short or empty before the last page.</summary>
/// <param name="Failures">Failures of this page.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
internal sealed record FailureListResponse(IReadOnlyList<FailureResponse> Failures, string? NextPageToken)
{
    /// <param name="found">One failure more than <paramref name="page"/> requests, if there are more.</param>
    /// <param name="names">Contains the stores of <paramref name="found"/>.</param>
    public static FailureListResponse From(FailurePage found, StoreNames names, PageRequest<FailurePosition?> page) =>
        new(
            [.. found.Failures.Take(page.Size).Select(failure => FailureResponse.From(failure, names))],
            EndOf(found, page.Size) is { } end ? page.TokenAfter(end) : null
        );

    private static FailurePosition? EndOf(FailurePage found, int size) =>
        found.Failures.Length > size ? found.Failures[size - 1].Position : found.ReadUpTo;
}

/// <summary>An image whose latest result is a failure.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="StoreId">Id of the store, as submitted.</param>
/// <param name="StoreName">Name of the store; <see langword="null"/> if the store master in force does not contain the store.</param>
/// <param name="AreaCode">Area of the store; <see langword="null"/> if the store master in force does not contain the store.</param>
/// <param name="VisitTime">Time of the visit, as submitted.</param>
/// <param name="Url">URL of the image.</param>
/// <param name="Host">Host of the URL, in lower case, with the port unless it is the default of the scheme.</param>
/// <param name="Reason">Why the image failed.</param>
/// <param name="Attempts">Number of attempts; 0 if the image was never tried.</param>
/// <param name="FinishedAt">Time of the failure.</param>
/// <param name="JobLabel">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
internal sealed record FailureResponse(
    [property: Minimum(1)] long JobId,
    int Visit,
    int Image,
    string StoreId,
    string? StoreName,
    string? AreaCode,
    string VisitTime,
    string Url,
    string Host,
    [property: OneOf(ClosedLists.Reason)] string Reason,
    int Attempts,
    DateTime FinishedAt,
    string? JobLabel,
    string? Reference,
    string? VisitReference
)
{
    /// <param name="names">Contains the store of the failure.</param>
    public static FailureResponse From(ListedFailure failure, StoreNames names)
    {
        var store = names.Find(failure.StoreId);
        var at = failure.Position.At.UtcDateTime;
        return new FailureResponse(
            failure.Position.JobId,
            failure.Position.Visit,
            failure.Position.Image,
            failure.StoreId,
            store?.StoreName,
            store?.AreaCode,
            failure.VisitTime,
            failure.Url,
            failure.Host,
            failure.Reason.Code()!,
            failure.Attempts,
            at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond)),
            failure.Label,
            failure.Reference,
            failure.VisitReference
        );
    }
}
