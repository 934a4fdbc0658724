using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>A store of the store master.</summary>
public sealed record Store(string StoreId, string StoreName, string AreaCode, StoreLinks Links);

/// <summary>Paths of the API with further details of a store.</summary>
public sealed record StoreLinks(string Self, string Visits);

/// <summary>An area of the store master.</summary>
/// <param name="AreaCode">Code of the area; empty for the stores without one.</param>
/// <param name="Stores">Number of its stores.</param>
public sealed record Area(string AreaCode, int Stores);

/// <summary>The current version of the store master.</summary>
/// <param name="Version">Number of the version: from 1, and one more for every new file and every upload.</param>
/// <param name="Source"><c>file</c> or <c>upload</c>.</param>
/// <param name="Stores">Number of stores.</param>
/// <param name="LoadedAt">Time at which it took effect.</param>
/// <param name="Sha256">SHA-256 of its CSV.</param>
/// <param name="Problem">Why the current file was refused; <see langword="null"/> if it was not.</param>
/// <param name="Preview">What an upload would change; <see langword="null"/> except in a preview.</param>
public sealed record StoreMaster(
    [property: JsonRequired] int Version,
    string Source,
    [property: JsonRequired] int Stores,
    DateTimeOffset LoadedAt,
    string Sha256,
    string? Problem,
    StoreMasterPreview? Preview = null
);

/// <summary>What an upload would change in the store master. Each list has its first 100 entries, in the order of their ids.</summary>
/// <param name="Stores">Number of stores of the upload.</param>
public sealed record StoreMasterPreview(
    int Stores,
    IReadOnlyList<PreviewedStore> Added,
    int AddedTotal,
    IReadOnlyList<PreviewedStore> Removed,
    int RemovedTotal,
    IReadOnlyList<ChangedStore> Changed,
    int ChangedTotal
);

/// <summary>A store that an upload would add or remove.</summary>
public sealed record PreviewedStore(string StoreId, string StoreName, string AreaCode);

/// <summary>A store whose name or area an upload would change.</summary>
public sealed record ChangedStore(string StoreId, string StoreName, string AreaCode, string PreviousStoreName, string PreviousAreaCode);

internal sealed record StorePage([property: JsonRequired] IReadOnlyList<Store> Stores, string? NextPageToken) : IPage<Store>
{
    IReadOnlyList<Store> IPage<Store>.Entries => Stores;
}

internal sealed record AreaPage([property: JsonRequired] IReadOnlyList<Area> Areas, int Total, string? NextPageToken) : IPage<Area>
{
    IReadOnlyList<Area> IPage<Area>.Entries => Areas;
}
