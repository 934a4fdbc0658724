
namespace RetailPulse.Client;

/// <summary>Images of a job whose bytes were seen before, in another visit or job of the same tenant: likely photographs that were used again.</summary>
/// <param name="Images">How many were found so far.</param>
/// <param name="Complete">There are no more. While the job runs, and for seconds after the end of a large one, they are not all known yet.</param>
/// <param name="First">The first 20.</param>
public sealed record RepeatedPhotos(long Images, bool Complete, IReadOnlyList<RepeatedPhoto> First);

/// <summary>One of them.</summary>
/// <param name="Visit">Its visit's number within the job, from 0.</param>
/// <param name="Image">Its number within the visit, from 0.</param>
/// <param name="SeenIn">The first place that has the same bytes: of the job with the lowest id, and in it of the lowest visit.</param>
public sealed record RepeatedPhoto(int Visit, int Image, string StoreId, SeenPhoto SeenIn);

/// <summary>Where the bytes of a photograph were seen.</summary>
/// <param name="Visit">The visit's number within that job, from 0.</param>
/// <param name="Image">The image's number within that visit, from 0.</param>
public sealed record SeenPhoto(long JobId, int Visit, int Image, string StoreId);

internal sealed record RepeatedPhotoPage(IReadOnlyList<RepeatedPhoto> RepeatedPhotos, string? NextPageToken) : IPage<RepeatedPhoto>
{
    IReadOnlyList<RepeatedPhoto> IPage<RepeatedPhoto>.Entries => RepeatedPhotos;
}
