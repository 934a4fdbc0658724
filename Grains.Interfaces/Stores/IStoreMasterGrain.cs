using System.Collections.Immutable;
using Orleans.Concurrency;

namespace RetailPulse.Stores;

/// <summary>The authority on which stores exist. One per cluster, key 0.</summary>
[Alias("store-master"), Version(1)]
public interface IStoreMasterGrain : IGrainWithIntegerKey
{
    /// <summary>Which of <paramref name="storeIds"/> (at most 10,000) the store master does not know.</summary>
    [Alias("unknown"), ReadOnly]
    ValueTask<ImmutableArray<string>> FindUnknownAsync(ImmutableArray<string> storeIds);

    /// <summary>Reads the file again if it changed. A broken file changes nothing; the last good version goes on serving.</summary>
    [Alias("reload")]
    Task<StoreMasterVersion> ReloadAsync();
}

/// <param name="Stores">How many stores the master holds.</param>
/// <param name="LoadedAt">When the version in force was loaded.</param>
/// <param name="Problem">Why the newest file was refused, with its line; <see langword="null"/> when it is the one in force.</param>
[GenerateSerializer, Immutable, Alias("store-master-version")]
public sealed record StoreMasterVersion([property: Id(0)] int Stores, [property: Id(1)] DateTimeOffset LoadedAt, [property: Id(2)] string? Problem);
