using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// Images of a job with the same bytes as an image of another visit or job of the same tenant. They are probably photos that were used
/// again, and never an error.
/// </summary>
/// <param name="Images">Number of images found so far.</param>
/// <param name="Complete">Whether all are found. While the job runs, and for some seconds after a large one ends, more may follow.</param>
/// <param name="First">The first 20 images.</param>
internal sealed record RepeatedPhotosResponse(long Images, bool Complete, IReadOnlyList<RepeatedPhotoResponse> First)
{
    public static RepeatedPhotosResponse From(JobRepeats repeats) =>
        new(repeats.Images, repeats.Complete, [.. repeats.First.Select(RepeatedPhotoResponse.From)]);
}

/// <summary>A page of repeated photos, ordered by visit and image number. It may be short or empty before the last page.</summary>
/// <param name="RepeatedPhotos">Repeated photos of this page.</param>
/// <param name="NextPageToken">Value of <c>page_token</c> for the next page; <see langword="null"/> on the last page.</param>
internal sealed record RepeatedPhotosPageResponse(IReadOnlyList<RepeatedPhotoResponse> RepeatedPhotos, string? NextPageToken)
{
    public static RepeatedPhotosPageResponse From(RepeatedImagePage found, PageRequest<ImagePlace> page) =>
        new([.. found.Images.Select(RepeatedPhotoResponse.From)], found.LookedUpTo is { } place ? page.TokenAfter(place) : null);
}

/// <summary>An image with the same bytes as an earlier one.</summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="StoreId">Id of the store, as submitted.</param>
/// <param name="SeenIn">
/// The first image with the same bytes: in the job with the lowest id and, in that job, in the visit with the lowest number.
/// </param>
internal sealed record RepeatedPhotoResponse(int Visit, int Image, string StoreId, SeenPhotoResponse SeenIn)
{
    public static RepeatedPhotoResponse From(RepeatedImage image) =>
        new(
            image.Place.Visit,
            image.Place.Image,
            image.StoreId,
            new SeenPhotoResponse(image.SeenIn.JobId, image.SeenIn.Place.Visit, image.SeenIn.Place.Image, image.SeenIn.StoreId)
        );
}

/// <summary>The image with the same bytes.</summary>
/// <param name="JobId">Id of its job.</param>
/// <param name="Visit">Number of its visit within that job, from 0.</param>
/// <param name="Image">Number of the image within that visit, from 0.</param>
/// <param name="StoreId">Id of its store, as submitted.</param>
internal sealed record SeenPhotoResponse([property: Minimum(1)] long JobId, int Visit, int Image, string StoreId);
