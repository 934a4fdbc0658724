using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using RetailPulse.Grains.Ledger;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>A version of the store master with its rows.</summary>
internal sealed record ReadStoreMaster(StoreMasterEntry Entry, StoreMaster Stores);

/// <summary>Adds and reads versions of the store master.</summary>
/// <remarks>It does not run on a grain's turn: reading the largest master takes seconds, and queries are served in the meantime.</remarks>
internal sealed class StoreMasterVersions(StoreMasterFile file, IStoreMasterLedger ledger, TimeProvider time)
{
    /// <summary>
    /// Returns the newest version: <paramref name="served"/> itself unless another process added one. <see langword="null"/> if there is
    /// none.
    /// </summary>
    public async Task<ReadStoreMaster?> ReadNewestAsync(ReadStoreMaster? served, CancellationToken cancellationToken)
    {
        await LeaveTurnAsync();
        var (newest, _) = await ledger.FindHeadAsync(cancellationToken).ConfigureAwait(false);
        if (newest is null || newest.Version == served?.Entry.Version)
            return served;
        var csv = await ledger.ReadCsvAsync(newest.Version, cancellationToken).ConfigureAwait(false);
        return new ReadStoreMaster(newest, StoreMaster.ReadVersion(new MemoryStream(csv)));
    }

    /// <summary>
    /// Adds the file as a version if it changed since it last became one. Returns <see langword="null"/> if another version is in force, or
    /// if the file was changed while it was read.
    /// </summary>
    /// <param name="expected">Stamp that the file has unless it was changed; <see langword="null"/> for any.</param>
    /// <exception cref="StoreMasterException">The file is missing or invalid.</exception>
    public async Task<ReadStoreMaster?> AddFileAsync(FileStamp? expected, CancellationToken cancellationToken)
    {
        await LeaveTurnAsync();
        var (csv, stores) = file.Read();
        if (expected is { } stamp && stamp != file.Stamp())
            return null;
        return await AddAsync(StoreMasterSource.File, csv, stores, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Adds an upload as the newest version, unless it is the newest already. Returns <see langword="null"/> if the newest version is not
    /// one of <paramref name="over"/>, and the newest version if the upload was already in force as version <paramref name="since"/> or later.
    /// </summary>
    /// <param name="over">Versions of which the upload must replace one; <see langword="null"/> for any.</param>
    /// <param name="since">Version in force at the first attempt at this upload; <see langword="null"/> if this is the first one.</param>
    /// <exception cref="StoreMasterException">The upload is invalid.</exception>
    public async Task<ReadStoreMaster?> AddUploadAsync(
        byte[] csv,
        ImmutableArray<int>? over,
        int? since,
        CancellationToken cancellationToken
    )
    {
        await LeaveTurnAsync();
        var stores = StoreMaster.Read(new MemoryStream(csv));
        if (since is { } version && await ledger.WasInForceAsync(Hash(csv), version, cancellationToken).ConfigureAwait(false))
            return await ReadNewestAsync(null, cancellationToken).ConfigureAwait(false);
        return await AddAsync(StoreMasterSource.Upload, csv, stores, cancellationToken, over).ConfigureAwait(false);
    }

    /// <summary>Returns how an upload differs from a version.</summary>
    /// <exception cref="StoreMasterException">The upload is invalid.</exception>
    public static async Task<StoreMasterDifference> CompareAsync(StoreMaster version, byte[] csv)
    {
        await LeaveTurnAsync();
        return MasterComparison.Compare(version, StoreMaster.Read(new MemoryStream(csv)));
    }

    private async Task<ReadStoreMaster?> AddAsync(
        StoreMasterSource source,
        byte[] csv,
        StoreMaster stores,
        CancellationToken cancellationToken,
        ImmutableArray<int>? over = null
    )
    {
        var sha256 = Hash(csv);
        while (true)
        {
            var head = await ledger.FindHeadAsync(cancellationToken).ConfigureAwait(false);
            if (head.HasTaken(source, sha256))
                return head.Newest!.Sha256 == sha256 ? new ReadStoreMaster(head.Newest, stores) : null;
            if (over is { } versions && (head.Newest is null || !versions.Contains(head.Newest.Version)))
                return null;

            // Another activation, on a silo that this one cannot see, may use the same number.
            var entry = head.Next(source, stores.Count, time.GetUtcNow(), sha256);
            if (await ledger.AddAsync(entry, csv, cancellationToken).ConfigureAwait(false))
                return new ReadStoreMaster(entry, stores);
        }
    }

    private static string Hash(byte[] csv) => Convert.ToHexStringLower(SHA256.HashData(csv));

    private static ConfiguredTaskAwaitable LeaveTurnAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
