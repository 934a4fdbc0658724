using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using RetailPulse.Grains.Ledger;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>A version of the store master with its rows.</summary>
internal sealed record ReadStoreMaster(StoreMasterEntry Entry, StoreMaster Stores);

/// <summary>
/// Takes and reads versions of the store master. It works on no grain's turn: to read the largest takes seconds, and questions are answered
/// meanwhile.
/// </summary>
internal sealed class StoreMasterVersions(StoreMasterFile file, IStoreMasterLedger ledger, TimeProvider time)
{
    /// <summary>The newest version: <paramref name="served"/> itself, unless another process added one. <see langword="null"/> when there is none.</summary>
    public async Task<ReadStoreMaster?> ReadNewestAsync(ReadStoreMaster? served, CancellationToken cancellationToken)
    {
        await LeaveTurnAsync();
        var (newest, _) = await ledger.FindHeadAsync(cancellationToken).ConfigureAwait(false);
        if (newest is null || newest.Version == served?.Entry.Version) return served;
        var csv = await ledger.ReadCsvAsync(newest.Version, cancellationToken).ConfigureAwait(false);
        return new ReadStoreMaster(newest, StoreMaster.ReadVersion(new MemoryStream(csv)));
    }

    /// <summary>Makes the file a version, if it changed since it last became one. <see langword="null"/> when something else is in force.</summary>
    /// <exception cref="StoreMasterException">The file is missing or broken.</exception>
    public async Task<ReadStoreMaster?> TakeFileAsync(CancellationToken cancellationToken)
    {
        await LeaveTurnAsync();
        var (csv, stores) = file.Read();
        return await TakeAsync(StoreMasterSource.File, csv, stores, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes what a client sent the newest version, if it is not that already.</summary>
    /// <exception cref="StoreMasterException">It is broken.</exception>
    public async Task<ReadStoreMaster> TakeUploadAsync(byte[] csv, CancellationToken cancellationToken)
    {
        await LeaveTurnAsync();
        return (await TakeAsync(StoreMasterSource.Upload, csv, StoreMaster.Read(new MemoryStream(csv)), cancellationToken).ConfigureAwait(false))!;
    }

    private async Task<ReadStoreMaster?> TakeAsync(StoreMasterSource source, byte[] csv, StoreMaster stores, CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(csv));
        while (true)
        {
            var head = await ledger.FindHeadAsync(cancellationToken).ConfigureAwait(false);
            if (head.HasTaken(source, sha256)) return head.Newest!.Sha256 == sha256 ? new ReadStoreMaster(head.Newest, stores) : null;

            // Another activation, on a silo that this one cannot see, may take the same number.
            var entry = head.Next(source, stores.Count, time.GetUtcNow(), sha256);
            if (await ledger.AddAsync(entry, csv, cancellationToken).ConfigureAwait(false)) return new ReadStoreMaster(entry, stores);
        }
    }

    private static ConfiguredTaskAwaitable LeaveTurnAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
