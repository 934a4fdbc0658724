using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>
/// Images of a job whose bytes occurred before, in another visit or job of the same tenant. They are probably reused photographs.
/// </summary>
/// <param name="Images">Number of images found so far.</param>
/// <param name="Complete">
/// Whether all are known. They are not while the job runs, and for some seconds after the end of a large one.
/// </param>
/// <param name="First">The first 20.</param>
public sealed record RepeatedPhotos(long Images, bool Complete, IReadOnlyList<RepeatedPhoto> First);

/// <summary>An image whose bytes occurred before.</summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="SeenIn">The first image with the same bytes: that of the lowest job id, and within the job of the lowest visit.</param>
public sealed record RepeatedPhoto(int Visit, int Image, string StoreId, SeenPhoto SeenIn);

/// <summary>Where the bytes of a photograph were seen.</summary>
/// <param name="Visit">Number of the visit within that job, from 0.</param>
/// <param name="Image">Number of the image within that visit, from 0.</param>
public sealed record SeenPhoto(long JobId, int Visit, int Image, string StoreId);

internal sealed record RepeatedPhotoPage([property: JsonRequired] IReadOnlyList<RepeatedPhoto> RepeatedPhotos, string? NextPageToken)
    : IPage<RepeatedPhoto>
{
    IReadOnlyList<RepeatedPhoto> IPage<RepeatedPhoto>.Entries => RepeatedPhotos;
}
