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

/// <summary>A query for areas. The result is ordered by area code.</summary>
/// <param name="After">Code of the last area of the previous page; <see langword="null"/> for the first page.</param>
/// <param name="Limit">Maximum number of areas, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("area-list")]
public sealed record AreaList([property: Id(0)] string? After, [property: Id(1)] int Limit);

/// <summary>An area with the number of its stores.</summary>
[GenerateSerializer, Immutable, Alias("area")]
public sealed record Area([property: Id(0)] string AreaCode, [property: Id(1)] int Stores);

/// <param name="Total">Number of areas on all pages.</param>
/// <param name="More">Whether further areas follow the last of <paramref name="Areas"/>.</param>
[GenerateSerializer, Immutable, Alias("area-page")]
public sealed record AreaPage([property: Id(0)] ImmutableArray<Area> Areas, [property: Id(1)] int Total, [property: Id(2)] bool More);
