using System.Collections.Immutable;
using Orleans.Concurrency;

namespace RetailPulse.Stores;

/// <summary>The authority on which stores exist. One per cluster, key 0. Answers from memory; no question waits while a new version is read.</summary>
[Alias("store-master"), Version(1)]
public interface IStoreMasterGrain : IGrainWithIntegerKey
{
    /// <summary>Which of <paramref name="storeIds"/> (at most 10,000) the store master does not know.</summary>
    [Alias("unknown"), AlwaysInterleave]
    ValueTask<ImmutableArray<string>> FindUnknownAsync(ImmutableArray<string> storeIds);

    /// <summary>The store of that id; <see langword="null"/> when there is none.</summary>
    [Alias("find"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    ValueTask<Store?> FindAsync(string storeId);

    /// <summary>The stores of those of <paramref name="storeIds"/> (at most 10,000) that the store master knows.</summary>
    [Alias("find-all"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    ValueTask<ImmutableArray<Store>> FindAllAsync(ImmutableArray<string> storeIds);

    /// <summary>One page of stores.</summary>
    [Alias("search"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    ValueTask<StorePage> SearchAsync(StoreSearch search);

    /// <summary>The version in force.</summary>
    [Alias("version"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    ValueTask<StoreMasterVersion> GetVersionAsync();

    /// <summary>
    /// Puts a new master in force, durably, or refuses it whole. The one that is in force already is taken without becoming a new version, so that
    /// this may be repeated.
    /// </summary>
    /// <param name="csv">As in the file. At most 32 MiB.</param>
    /// <remarks>60 s: the largest takes some seconds to be read, and several come one after the other.</remarks>
    [Alias("put"), AlwaysInterleave, ResponseTimeout("00:01:00")]
    Task<StoreMasterReceipt> PutAsync([Immutable] byte[] csv);

    /// <summary>Reads the file again if it changed. A broken file changes nothing; the last good version goes on serving.</summary>
    [Alias("reload"), AlwaysInterleave]
    Task<StoreMasterVersion> ReloadAsync();
}
