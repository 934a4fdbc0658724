using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage;

/// <summary>A measured image, and where its bytes were seen before.</summary>
/// <param name="StoreId"><see langword="null"/> when its visit is being removed.</param>
/// <param name="SeenIn"><see langword="null"/> when nowhere, or where it is being removed.</param>
internal readonly record struct LookedAt(ImagePlace Place, string? StoreId, SeenImage? SeenIn)
{
    /// <param name="looked">In order of their places; fewer than <paramref name="limit"/> only at the end of the job.</param>
    public static RepeatedImagePage Gather(IReadOnlyList<LookedAt> looked, int limit) => new(
        [.. looked.Where(image => image is { StoreId: not null, SeenIn: not null }).Select(image => new RepeatedImage(image.Place, image.StoreId!, image.SeenIn!))],
        looked.Count < limit ? null : looked[^1].Place);
}
