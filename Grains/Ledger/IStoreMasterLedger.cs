using RetailPulse.Stores;

namespace RetailPulse.Grains.Ledger;

/// <summary>Stores every version of the store master that was ever in force. Insert-only. A write is on disk when it returns.</summary>
internal interface IStoreMasterLedger
{
    /// <summary>Returns the newest version, and the hash of the last file that became a version.</summary>
    Task<StoreMasterHead> FindHeadAsync(CancellationToken cancellationToken);

    /// <summary>Returns the CSV of an existing version.</summary>
    Task<byte[]> ReadCsvAsync(int version, CancellationToken cancellationToken);

    /// <summary>Returns whether version <paramref name="since"/> or a later one has this hash.</summary>
    Task<bool> WasInForceAsync(string sha256, int since, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the version after the newest one. Returns <see langword="false"/> and adds nothing if that number has been taken.
    /// </summary>
    Task<bool> AddAsync(StoreMasterEntry entry, byte[] csv, CancellationToken cancellationToken);
}

/// <summary>A version of the store master, without its rows.</summary>
/// <param name="Version">Version number, from 1, without gaps.</param>
/// <param name="Sha256">SHA-256 of the CSV, in lower-case hexadecimal.</param>
internal sealed record StoreMasterEntry(int Version, StoreMasterSource Source, int Stores, DateTimeOffset LoadedAt, string Sha256);

/// <summary>The state of the store master's versions. The newest version is in force, regardless of its source.</summary>
/// <param name="Newest">Newest version; <see langword="null"/> if there is none yet.</param>
/// <param name="FileSha256">SHA-256 of the newest version that came from the file; <see langword="null"/> if none did.</param>
internal sealed record StoreMasterHead(StoreMasterEntry? Newest, string? FileSha256)
{
    /// <summary>Returns whether this content is already a version.</summary>
    /// <remarks>
    /// A file counts only when its content changes. An upload therefore stays in force across restarts, until the file is changed after it.
    /// </remarks>
    public bool HasTaken(StoreMasterSource source, string sha256) =>
        sha256 == (source == StoreMasterSource.File ? FileSha256 : Newest?.Sha256);

    /// <summary>Returns the version after the newest one.</summary>
    public StoreMasterEntry Next(StoreMasterSource source, int stores, DateTimeOffset at, string sha256) =>
        new((Newest?.Version ?? 0) + 1, source, stores, at.ToWholeMillisecond(), sha256);
}
