using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>A page of a job's images, ordered by visit and image number.</summary>
/// <param name="Images">Images of this page.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
internal sealed record JobImagesResponse(IReadOnlyList<ImageResponse> Images, string? NextPageToken)
{
    /// <param name="found">One image more than <paramref name="page"/> requests, if there are more.</param>
    /// <param name="names">Contains the stores of <paramref name="found"/>.</param>
    public static JobImagesResponse From(long jobId, JobImagePage found, StoreNames names, PageRequest<ImagePlace> page) =>
        new(
            [.. found.Images.Take(page.Size).Select(image => ImageResponse.From(jobId, image, names.Find(image.StoreId)))],
            EndOf(found, page) is { } end ? page.TokenAfter(end) : null
        );

    /// <summary>Returns the end of this page; <see langword="null"/> if it is the last one.</summary>
    private static ImagePlace? EndOf(JobImagePage found, PageRequest<ImagePlace> page) =>
        found.Images.Length > page.Size ? found.Images[page.Size - 1].Place : found.ReadUpTo;
}

/// <summary>An image with its latest result. Without a result, all members from <c>reason</c> to <c>content_hash</c> are null.</summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="StoreId">Id of the store, as submitted.</param>
/// <param name="VisitTime">Time of the visit, as submitted.</param>
/// <param name="Url">URL of the image.</param>
/// <param name="Status">Status of the image.</param>
/// <param name="Reason">Why the image failed; <see langword="null"/> if it did not.</param>
/// <param name="Format">Format of the content, such as <c>jpeg</c>; <see langword="null"/> if unknown.</param>
/// <param name="Width">Width in pixels; <see langword="null"/> unless the image was measured.</param>
/// <param name="Height">Height in pixels; <see langword="null"/> unless the image was measured.</param>
/// <param name="Perimeter">2 × (width + height) in pixels; <see langword="null"/> unless the image was measured.</param>
/// <param name="Bytes">Number of bytes of the file that were read.</param>
/// <param name="Attempts">Number of attempts; 0 if the image was never tried.</param>
/// <param name="EarlierFailures">Why the attempts before the last one failed, each a <c>Reason</c>.</param>
/// <param name="ElapsedMs">Duration of the last attempt in milliseconds.</param>
/// <param name="FinishedAt">Time of the result.</param>
/// <param name="ContentHash">
/// 32 lower-case hexadecimal digits, equal for images of the same tenant with the same bytes; <see langword="null"/> if unknown. It cannot
/// be computed from the bytes alone.
/// </param>
/// <param name="Progress">State of an image that has begun and has no result; otherwise <see langword="null"/>.</param>
/// <param name="JobId">Id of the job.</param>
/// <param name="StoreName">Name of the store; <see langword="null"/> if the store master in force does not contain the store.</param>
/// <param name="AreaCode">Area of the store; <see langword="null"/> if the store master in force does not contain the store.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
/// <param name="Analysis">
/// JSON that the analysis service of the operator returned for the image: any JSON value. Present only if the image has one.
/// </param>
internal sealed record ImageResponse(
    int Visit,
    int Image,
    string StoreId,
    string VisitTime,
    string Url,
    [property: OneOf(ClosedLists.ImageStatus)] string Status,
    [property: OneOf(ClosedLists.Reason)] string? Reason,
    string? Format,
    [property: Minimum(1)] int? Width,
    [property: Minimum(1)] int? Height,
    [property: Minimum(4)] long? Perimeter,
    long? Bytes,
    int? Attempts,
    IReadOnlyList<string>? EarlierFailures,
    long? ElapsedMs,
    DateTime? FinishedAt,
    string? ContentHash,
    ImageProgressResponse? Progress,
    [property: Minimum(1)] long JobId,
    string? StoreName,
    string? AreaCode,
    string? Reference,
    string? VisitReference,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Analysis = null
)
{
    /// <param name="store">The image's store, if the store master in force knows it.</param>
    public static ImageResponse From(long jobId, JobImage image, Store? store)
    {
        var outcome = image.Result?.Outcome;
        var size = outcome is { Measured: true } ? outcome : null;
        return new ImageResponse(
            image.Place.Visit,
            image.Place.Image,
            image.StoreId,
            image.VisitTime,
            image.Url,
            image.Status.Code(),
            outcome?.Reason.Code(),
            outcome?.Format,
            size?.Width,
            size?.Height,
            size?.Perimeter,
            outcome?.Bytes,
            image.Result?.Attempts,
            image.Result is { } result ? [.. result.EarlierFailures.Select(failure => failure.Code()!)] : null,
            (long?)outcome?.Elapsed.TotalMilliseconds,
            ToMilliseconds(image.Result?.FinishedAt),
            outcome is { ContentHash: var hash } && hash != 0 ? hash.ToString("x32", CultureInfo.InvariantCulture) : null,
            image is { Result: null, Progress: { } progress } ? ImageProgressResponse.From(progress) : null,
            jobId,
            store?.StoreName,
            store?.AreaCode,
            image.Reference,
            image.VisitReference,
            image.Result?.Analysis is { } analysis ? JsonElement.Parse(analysis) : null
        );
    }

    /// <summary>Truncates to milliseconds, so that every representation has the same precision.</summary>
    private static DateTime? ToMilliseconds(DateTimeOffset? time) =>
        time is { UtcTicks: var ticks } ? new DateTime(ticks - (ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc) : null;
}

/// <summary>
/// The state of an image without a result. It is known while its visit is being worked on and its server responds in time.
/// </summary>
/// <param name="Attempts">Number of attempts that have ended, all of which failed.</param>
/// <param name="LastReason">Why the last of these attempts failed; <see langword="null"/> before the first one has ended.</param>
/// <param name="WaitsFor">What the image waits for before its next attempt; <see langword="null"/> during an attempt.</param>
/// <param name="Host">
/// Scheme, name, and port of the host that the image waits for; <see langword="null"/> unless it waits for its host.
/// </param>
/// <param name="NextAttemptAt">Time at which the next attempt can begin; <see langword="null"/> if unknown.</param>
internal sealed record ImageProgressResponse(
    int Attempts,
    [property: OneOf(ClosedLists.Reason)] string? LastReason,
    [property: OneOf(ClosedLists.ImageWait)] string? WaitsFor,
    string? Host,
    DateTime? NextAttemptAt
)
{
    public static ImageProgressResponse From(PendingImage image) =>
        new(image.Attempts, image.LastReason.Code(), image.Phase.WaitCode(), image.Host, image.NextAttemptAt?.UtcDateTime);
}
