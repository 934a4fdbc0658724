using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Jobs;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Photos;

/// <summary>A page of images of all jobs, those of the newest visits first. It may be short or empty before the last page.</summary>
/// <param name="Photos">Images of this page.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
internal sealed record PhotoListResponse(IReadOnlyList<PhotoResponse> Photos, string? NextPageToken)
{
    /// <param name="found">One image more than <paramref name="page"/> requests, if there are more.</param>
    /// <param name="names">Contains the stores of <paramref name="found"/>.</param>
    /// <param name="root">Path below which the service is served.</param>
    public static PhotoListResponse From(PathString root, PhotoPage found, StoreNames names, PageRequest<PhotoPosition?> page) =>
        new(
            [.. found.Photos.Take(page.Size).Select(photo => PhotoResponse.From(root, photo, names.Find(photo.StoreId)))],
            EndOf(found, page.Size) is { } end ? page.TokenAfter(end) : null
        );

    /// <summary>Returns the end of this page; <see langword="null"/> if it is the last one.</summary>
    private static PhotoPosition? EndOf(PhotoPage found, int size) =>
        found.Photos.Length > size ? found.Photos[size - 1].Position : found.ReadUpTo;
}

/// <summary>An image with its latest result.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="StoreId">Id of the store, as submitted.</param>
/// <param name="StoreName">Name of the store; <see langword="null"/> if the store master in force does not contain the store.</param>
/// <param name="AreaCode">Area of the store; <see langword="null"/> if the store master in force does not contain the store.</param>
/// <param name="VisitTime">Time of the visit, as submitted.</param>
/// <param name="Date">Time of the visit in UTC; <see langword="null"/> if it is not a date.</param>
/// <param name="Url">URL of the image.</param>
/// <param name="Status">Status of the image: <c>measured</c> or <c>failed</c>.</param>
/// <param name="Reason">Why the image failed; <see langword="null"/> if it did not.</param>
/// <param name="Format">Format of the content, such as <c>jpeg</c>; <see langword="null"/> if unknown.</param>
/// <param name="Width">Width in pixels; <see langword="null"/> unless the image was measured.</param>
/// <param name="Height">Height in pixels; <see langword="null"/> unless the image was measured.</param>
/// <param name="Perimeter">2 × (width + height) in pixels; <see langword="null"/> unless the image was measured.</param>
/// <param name="Bytes">Number of bytes of the file that were read.</param>
/// <param name="FinishedAt">Time of the result.</param>
/// <param name="ContentHash">
/// 32 lower-case hexadecimal digits, equal for images of the same tenant with the same bytes; <see langword="null"/> if unknown.
/// </param>
/// <param name="SeenIn">
/// The first image of another visit with the same bytes; <see langword="null"/> if there is none. It is known once its job and the job of
/// this image have ended.
/// </param>
/// <param name="JobLabel">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
/// <param name="Links">Paths of the job and its images.</param>
/// <param name="Analysis">
/// JSON that the analysis service of the operator returned for the image: any JSON value. Present only if the image has one.
/// </param>
internal sealed record PhotoResponse(
    [property: Minimum(1)] long JobId,
    int Visit,
    int Image,
    string StoreId,
    string? StoreName,
    string? AreaCode,
    string VisitTime,
    DateTime? Date,
    string Url,
    [property: OneOf(ClosedLists.ImageStatus)] string Status,
    [property: OneOf(ClosedLists.Reason)] string? Reason,
    string? Format,
    [property: Minimum(1)] int? Width,
    [property: Minimum(1)] int? Height,
    [property: Minimum(4)] long? Perimeter,
    long Bytes,
    DateTime FinishedAt,
    string? ContentHash,
    SeenPhotoResponse? SeenIn,
    string? JobLabel,
    string? Reference,
    string? VisitReference,
    JobLinks Links,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Analysis = null
)
{
    /// <param name="store">The image's store, if the store master in force knows it.</param>
    public static PhotoResponse From(PathString root, ListedPhoto photo, Store? store)
    {
        var (visit, outcome) = (photo.Position.Visit, photo.Result.Outcome);
        var measured = outcome.Measured;
        return new PhotoResponse(
            visit.JobId,
            visit.Visit,
            photo.Position.Image,
            photo.StoreId,
            store?.StoreName,
            store?.AreaCode,
            photo.VisitTime,
            visit.Date?.UtcDateTime,
            photo.Url,
            (measured ? ImageStatus.Measured : ImageStatus.Failed).Code(),
            outcome.Reason.Code(),
            outcome.Format,
            measured ? outcome.Width : null,
            measured ? outcome.Height : null,
            measured ? outcome.Perimeter : null,
            outcome.Bytes,
            photo.Result.FinishedAt.UtcDateTime,
            outcome.ContentHash == 0 ? null : outcome.ContentHash.ToString("x32", CultureInfo.InvariantCulture),
            photo.SeenIn is { } seen ? new SeenPhotoResponse(seen.JobId, seen.Place.Visit, seen.Place.Image, seen.StoreId) : null,
            photo.Label,
            photo.Reference,
            photo.VisitReference,
            JobLinks.Of(root, visit.JobId),
            photo.Result.Analysis is { } analysis ? JsonElement.Parse(analysis) : null
        );
    }
}
