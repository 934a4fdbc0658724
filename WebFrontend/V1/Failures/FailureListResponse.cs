using System.Globalization;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>A page of failures, newest first. It may be short, or empty, and still not be the last.</summary>
/// <param name="NextPageToken">Asks for the next page; <see langword="null"/> on the last.</param>
internal sealed record FailureListResponse(IReadOnlyList<FailureResponse> Failures, string? NextPageToken)
{
    /// <param name="found">One failure more than <paramref name="page"/> asks for, if there are more.</param>
    /// <param name="names">Has read the stores of <paramref name="found"/>.</param>
    public static FailureListResponse From(FailurePage found, StoreNames names, PageRequest<FailurePosition> page) => new(
        [.. found.Failures.Take(page.Size).Select(failure => FailureResponse.From(failure, names))],
        EndOf(found, page.Size) is { } end ? PageToken.Write(page.Listing, Pack(end)) : null);

    /// <summary>A position as text for a page token.</summary>
    public static string Pack(FailurePosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"{position.At.UtcTicks}/{position.JobId}/{position.Visit}/{position.Image}/{position.Run}");

    /// <summary>Returns <see langword="null"/> when a client made the text up, and it is not a position.</summary>
    public static FailurePosition? Unpack(string text)
    {
        if (text.Split('/') is not [var at, var job, var visit, var image, var run]) return null;
        return TryRead(at, DateTime.MaxValue.Ticks, out var ticks) && TryRead(job, long.MaxValue, out var jobId) && TryRead(visit, int.MaxValue, out var visitNumber)
            && TryRead(image, int.MaxValue, out var imageNumber) && TryRead(run, int.MaxValue, out var runNumber)
            ? new FailurePosition(new DateTimeOffset(ticks, TimeSpan.Zero), jobId, (int)visitNumber, (int)imageNumber, (int)runNumber)
            : null;
    }

    private static FailurePosition? EndOf(FailurePage found, int size) => found.Failures.Length > size ? found.Failures[size - 1].Position : found.ReadUpTo;

    private static bool TryRead(string text, long most, out long number) =>
        Digits.TryParse(text, out number) && number <= most;
}

/// <summary>An image whose latest result is a failure.</summary>
/// <param name="Visit">Its visit's number within the job, from 0.</param>
/// <param name="Image">Its number within the visit, from 0.</param>
/// <param name="StoreName"><see langword="null"/> when the store master in force lacks the store, like the area code.</param>
/// <param name="Host">Host of the URL, in lower case, with the port unless it is the scheme's default.</param>
/// <param name="Attempts">0 when it was never tried.</param>
internal sealed record FailureResponse(
    long JobId,
    int Visit,
    int Image,
    string StoreId,
    string? StoreName,
    string? AreaCode,
    string VisitTime,
    string Url,
    string Host,
    string Reason,
    int Attempts,
    DateTime FinishedAt)
{
    /// <param name="names">Has read the failure's store.</param>
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
            at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond)));
    }
}
