using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>A measured image, and the position at which its bytes were seen before.</summary>
/// <param name="StoreId">Id of the store; <see langword="null"/> if the visit is being removed.</param>
/// <param name="SeenIn">Earlier position; <see langword="null"/> if there is none, or if it is being removed.</param>
internal readonly record struct PhotoLookupRow(ImagePlace Place, string? StoreId, SeenImage? SeenIn)
{
    /// <param name="rows">Images ordered by position. Fewer than <paramref name="limit"/> only at the end of the job.</param>
    public static RepeatedImagePage ToPage(IReadOnlyList<PhotoLookupRow> rows, int limit) =>
        new(
            [
                .. rows.Where(image => image is { StoreId: not null, SeenIn: not null })
                    .Select(image => new RepeatedImage(image.Place, image.StoreId!, image.SeenIn!)),
            ],
            rows.Count < limit ? null : rows[^1].Place
        );
}
