using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Images of a job whose bytes were seen before, in another visit or job of the same tenant: likely photographs that were used again. No error.</summary>
/// <param name="Images">How many were found so far.</param>
/// <param name="Complete">There are no more. While the job runs, and for seconds after the end of a large one, they are not all known yet.</param>
/// <param name="First">The first 20.</param>
internal sealed record RepeatedPhotosResponse(long Images, bool Complete, IReadOnlyList<RepeatedPhotoResponse> First)
{
    public static RepeatedPhotosResponse From(JobRepeats repeats) =>
        new(repeats.Images, repeats.Complete, [.. repeats.First.Select(RepeatedPhotoResponse.From)]);
}

/// <summary>Some of them, in order of their visits and numbers.</summary>
/// <param name="NextPageToken">Asks for the next page, also when this one is short or empty; <see langword="null"/> on the last.</param>
internal sealed record RepeatedPhotosPageResponse(IReadOnlyList<RepeatedPhotoResponse> RepeatedPhotos, string? NextPageToken)
{
    public static RepeatedPhotosPageResponse From(RepeatedImagePage found, PageRequest page) => new(
        [.. found.Images.Select(RepeatedPhotoResponse.From)],
        found.LookedUpTo is { } place ? PageToken.Write(page.Listing, JobImagesResponse.Pack(place)) : null);
}

/// <param name="Visit">Its number within the job, from 0.</param>
/// <param name="Image">Its number within the visit, from 0.</param>
/// <param name="SeenIn">The first place that has the same bytes: of the job with the lowest id, and in it of the lowest visit.</param>
internal sealed record RepeatedPhotoResponse(int Visit, int Image, string StoreId, SeenPhotoResponse SeenIn)
{
    public static RepeatedPhotoResponse From(RepeatedImage image) => new(
        image.Place.Visit,
        image.Place.Image,
        image.StoreId,
        new SeenPhotoResponse(image.SeenIn.JobId, image.SeenIn.Place.Visit, image.SeenIn.Place.Image, image.SeenIn.StoreId));
}

/// <param name="Visit">Its number within that job, from 0.</param>
/// <param name="Image">Its number within that visit, from 0.</param>
internal sealed record SeenPhotoResponse(long JobId, int Visit, int Image, string StoreId);
