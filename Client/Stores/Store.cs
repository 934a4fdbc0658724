namespace RetailPulse.Client;

/// <summary>A store of the store master.</summary>
public sealed record Store(string StoreId, string StoreName, string AreaCode, StoreLinks Links);

/// <summary>Paths of the API with further details of a store.</summary>
public sealed record StoreLinks(string Self, string Visits);

/// <summary>The current version of the store master.</summary>
/// <param name="Version">Number of the version: from 1, and one more for every new file and every upload.</param>
/// <param name="Source"><c>file</c> or <c>upload</c>.</param>
/// <param name="Stores">Number of stores.</param>
/// <param name="LoadedAt">Time at which it took effect.</param>
/// <param name="Sha256">SHA-256 of its CSV.</param>
/// <param name="Problem">Why the current file was refused; <see langword="null"/> if it was not.</param>
public sealed record StoreMaster(int Version, string Source, int Stores, DateTimeOffset LoadedAt, string Sha256, string? Problem);

internal sealed record StorePage(IReadOnlyList<Store> Stores, string? NextPageToken) : IPage<Store>
{
    IReadOnlyList<Store> IPage<Store>.Entries => Stores;
}
