using System.Collections.Immutable;

namespace RetailPulse.Stores;

/// <summary>What an upload would change in the store master.</summary>
/// <param name="Version">The version in force, which it would replace.</param>
/// <param name="Faults">Why the upload would be rejected, ordered by line, at most 100. Empty if it is valid.</param>
/// <param name="Difference">Difference from the version in force; <see langword="null"/> if the upload is invalid.</param>
[GenerateSerializer, Immutable, Alias("store-master-preview")]
public sealed record StoreMasterPreview(
    [property: Id(0)] StoreMasterVersion Version,
    [property: Id(1)] ImmutableArray<StoreMasterFault> Faults,
    [property: Id(2)] StoreMasterDifference? Difference
);

/// <summary>The difference between two store masters, with the first 100 stores of each kind, ordered by id.</summary>
/// <param name="Stores">Number of stores of the new one.</param>
/// <param name="Added">Total number of stores that only the new one has.</param>
/// <param name="Removed">Total number of stores that only the old one has.</param>
/// <param name="Changed">Total number of stores with another name or area.</param>
[GenerateSerializer, Immutable, Alias("store-master-difference")]
public sealed record StoreMasterDifference(
    [property: Id(0)] int Stores,
    [property: Id(1)] int Added,
    [property: Id(2)] ImmutableArray<Store> FirstAdded,
    [property: Id(3)] int Removed,
    [property: Id(4)] ImmutableArray<Store> FirstRemoved,
    [property: Id(5)] int Changed,
    [property: Id(6)] ImmutableArray<StoreChange> FirstChanged
)
{
    /// <summary>Maximum number of stores of each kind that are listed.</summary>
    public const int MaxListed = 100;
}

/// <summary>A store whose name or area differs.</summary>
[GenerateSerializer, Immutable, Alias("store-change")]
public sealed record StoreChange([property: Id(0)] Store Before, [property: Id(1)] Store After);
