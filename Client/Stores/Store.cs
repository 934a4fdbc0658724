
namespace RetailPulse.Client;

/// <summary>A store of the store master.</summary>
public sealed record Store(string StoreId, string StoreName, string AreaCode, StoreLinks Links);

/// <summary>Paths of the API, where more is told of a store.</summary>
public sealed record StoreLinks(string Self, string Visits);

/// <summary>The version of the store master that is in force.</summary>
/// <param name="Version">From 1; one more for every new file and every upload.</param>
/// <param name="Source"><c>file</c> or <c>upload</c>.</param>
/// <param name="Stores">How many stores it has.</param>
/// <param name="LoadedAt">When it became known.</param>
/// <param name="Sha256">Of its CSV.</param>
/// <param name="Problem">Why the file as it is now was refused; <see langword="null"/> when nothing is wrong with it.</param>
public sealed record StoreMaster(int Version, string Source, int Stores, DateTimeOffset LoadedAt, string Sha256, string? Problem);

internal sealed record StorePage(IReadOnlyList<Store> Stores, string? NextPageToken) : IPage<Store>
{
    IReadOnlyList<Store> IPage<Store>.Entries => Stores;
}
