using RetailPulse.Stores;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>What an upload would change in the store master. Each list has its first 100 entries, ordered by id.</summary>
/// <param name="Stores">Number of stores of the upload.</param>
/// <param name="Added">Stores that only the upload has.</param>
/// <param name="AddedTotal">Number of stores that only the upload has.</param>
/// <param name="Removed">Stores that the upload lacks.</param>
/// <param name="RemovedTotal">Number of stores that the upload lacks.</param>
/// <param name="Changed">Stores that have another name or area in the upload.</param>
/// <param name="ChangedTotal">Number of stores that have another name or area in the upload.</param>
internal sealed record StoreMasterPreviewResponse(
    int Stores,
    IReadOnlyList<PreviewedStoreResponse> Added,
    int AddedTotal,
    IReadOnlyList<PreviewedStoreResponse> Removed,
    int RemovedTotal,
    IReadOnlyList<ChangedStoreResponse> Changed,
    int ChangedTotal
)
{
    public static StoreMasterPreviewResponse From(StoreMasterDifference difference) =>
        new(
            difference.Stores,
            [.. difference.FirstAdded.Select(PreviewedStoreResponse.From)],
            difference.Added,
            [.. difference.FirstRemoved.Select(PreviewedStoreResponse.From)],
            difference.Removed,
            [.. difference.FirstChanged.Select(ChangedStoreResponse.From)],
            difference.Changed
        );
}

/// <summary>A store that an upload would add or remove.</summary>
/// <param name="StoreId">Id of the store.</param>
/// <param name="StoreName">Name of the store.</param>
/// <param name="AreaCode">Area of the store.</param>
internal sealed record PreviewedStoreResponse(string StoreId, string StoreName, string AreaCode)
{
    public static PreviewedStoreResponse From(Store store) => new(store.StoreId, store.StoreName, store.AreaCode);
}

/// <summary>A store that an upload would change.</summary>
/// <param name="StoreId">Id of the store.</param>
/// <param name="StoreName">Name of the store in the upload.</param>
/// <param name="AreaCode">Area of the store in the upload.</param>
/// <param name="PreviousStoreName">Name of the store in the version in force.</param>
/// <param name="PreviousAreaCode">Area of the store in the version in force.</param>
internal sealed record ChangedStoreResponse(
    string StoreId,
    string StoreName,
    string AreaCode,
    string PreviousStoreName,
    string PreviousAreaCode
)
{
    public static ChangedStoreResponse From(StoreChange change) =>
        new(change.After.StoreId, change.After.StoreName, change.After.AreaCode, change.Before.StoreName, change.Before.AreaCode);
}
