using System.Collections.Immutable;

namespace RetailPulse.Stores;

/// <summary>A query for stores. The result is ordered by store id.</summary>
/// <param name="Area">Exact area code; <see langword="null"/> for any.</param>
/// <param name="Text">Part of the id or the name, in any case; <see langword="null"/> for any.</param>
/// <param name="After">Id of the last store of the previous page; <see langword="null"/> for the first page.</param>
/// <param name="Limit">Maximum number of stores, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("store-search")]
public sealed record StoreSearch(
    [property: Id(0)] string? Area,
    [property: Id(1)] string? Text,
    [property: Id(2)] string? After,
    [property: Id(3)] int Limit
);

/// <param name="More">Whether further stores follow the last of <paramref name="Stores"/>.</param>
[GenerateSerializer, Immutable, Alias("store-page")]
public sealed record StorePage([property: Id(0)] ImmutableArray<Store> Stores, [property: Id(1)] bool More);
