using System.Collections.Immutable;

namespace RetailPulse.Stores;

/// <summary>Which stores are asked for, in order of their ids.</summary>
/// <param name="Area">An area code, exactly; <see langword="null"/>: any.</param>
/// <param name="Text">Part of the id or the name, in any case; <see langword="null"/>: any.</param>
/// <param name="After">The id of the last store before this page; <see langword="null"/>: from the first.</param>
/// <param name="Limit">1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("store-search")]
public sealed record StoreSearch([property: Id(0)] string? Area, [property: Id(1)] string? Text, [property: Id(2)] string? After, [property: Id(3)] int Limit);

/// <param name="More">There are further ones behind the last of <paramref name="Stores"/>.</param>
[GenerateSerializer, Immutable, Alias("store-page")]
public sealed record StorePage([property: Id(0)] ImmutableArray<Store> Stores, [property: Id(1)] bool More);
