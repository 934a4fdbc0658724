using System.Collections.Immutable;
using Orleans.Concurrency;

namespace RetailPulse.Stores;

/// <summary>The authority on which stores exist. One per cluster. Key: 0.</summary>
/// <remarks>It answers queries from memory. No query waits while a new version is read.</remarks>
[Alias("store-master"), Version(1)]
public interface IStoreMasterGrain : IGrainWithIntegerKey
{
    /// <summary>Returns the <paramref name="storeIds"/> (at most 10,000) that the store master does not contain.</summary>
    [Alias("unknown"), AlwaysInterleave]
    ValueTask<ImmutableArray<string>> FindUnknownAsync(ImmutableArray<string> storeIds);

    /// <summary>Returns the store with that id; <see langword="null"/> if there is none.</summary>
    [Alias("find"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.Memory)]
    ValueTask<Store?> FindAsync(string storeId);

    /// <summary>Returns the stores of those <paramref name="storeIds"/> (at most 10,000) that the store master contains.</summary>
    [Alias("find-all"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.Memory)]
    ValueTask<ImmutableArray<Store>> FindAllAsync(ImmutableArray<string> storeIds);

    /// <summary>Returns one page of stores.</summary>
    [Alias("search"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.Memory)]
    ValueTask<StorePage> SearchAsync(StoreSearch search);

    /// <summary>Returns one page of areas.</summary>
    [Alias("areas"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.Memory)]
    ValueTask<AreaPage> ListAreasAsync(AreaList list);

    /// <summary>Returns the version in force.</summary>
    [Alias("version"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.Memory)]
    ValueTask<StoreMasterVersion> GetVersionAsync();

    /// <summary>
    /// Durably puts a new store master in force, or rejects it as a whole. If the same master is already in force, the call succeeds
    /// without creating a version, so it can be repeated.
    /// </summary>
    /// <param name="csv">CSV in the format of the file, at most 32 MiB.</param>
    /// <param name="since">
    /// Version in force at the first attempt at this upload. If the same master has been in force since then, the call succeeds, even if
    /// another version has replaced it. <see langword="null"/> for a first attempt; a silo of an earlier version ignores it.
    /// </param>
    /// <remarks>Timeout 60 s: the largest upload takes some seconds to read, and concurrent uploads run one after the other.</remarks>
    [Alias("put"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.StoreUpload)]
    Task<StoreMasterReceipt> PutAsync([Immutable] byte[] csv, int? since = null);

    /// <summary>
    /// Puts a new store master in force as above, but only if one of the <paramref name="versions"/> is in force, or the same master.
    /// Otherwise, returns <see cref="StoreMasterReceipt.Outdated"/>.
    /// </summary>
    /// <remarks>Timeout 60 s, as for <see cref="PutAsync"/>.</remarks>
    [Alias("put-over"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.StoreUpload)]
    Task<StoreMasterReceipt> PutOverAsync([Immutable] byte[] csv, ImmutableArray<int> versions, int? since = null);

    /// <summary>Returns what an upload would change in the version in force, or why it would be rejected.</summary>
    /// <remarks>Timeout 60 s, as for <see cref="PutAsync"/>.</remarks>
    [Alias("preview"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.StoreUpload)]
    Task<StoreMasterPreview> PreviewAsync([Immutable] byte[] csv);
}
