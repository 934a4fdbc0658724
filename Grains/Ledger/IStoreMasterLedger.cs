using RetailPulse.Stores;

namespace RetailPulse.Grains.Ledger;

/// <summary>Every version of the store master that was ever in force. Insert-only. A write that returned is on disk.</summary>
internal interface IStoreMasterLedger
{
    /// <summary>The newest version, and what the file was when it last became one.</summary>
    Task<StoreMasterHead> FindHeadAsync(CancellationToken cancellationToken);

    /// <summary>The CSV of a version that is there.</summary>
    Task<byte[]> ReadCsvAsync(int version, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the version after the newest one. Answers <see langword="false"/>, and adds nothing, when another version took that number meanwhile.
    /// </summary>
    Task<bool> AddAsync(StoreMasterEntry entry, byte[] csv, CancellationToken cancellationToken);
}

/// <summary>A version of the store master, without its rows.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Sha256">Of its CSV, in lower-case hexadecimal.</param>
internal sealed record StoreMasterEntry(int Version, StoreMasterSource Source, int Stores, DateTimeOffset LoadedAt, string Sha256);

/// <summary>Where the versions of the store master stand. The newest one is in force, wherever it came from.</summary>
/// <param name="Newest"><see langword="null"/> when there is none yet.</param>
/// <param name="FileSha256">Of the newest version that came from the file; <see langword="null"/> when none did.</param>
internal sealed record StoreMasterHead(StoreMasterEntry? Newest, string? FileSha256)
{
    /// <summary>
    /// A file counts once: when it is not what it was. So an upload stays in force over restarts, and yields to a file that is changed after it.
    /// </summary>
    public bool HasTaken(StoreMasterSource source, string sha256) => sha256 == (source == StoreMasterSource.File ? FileSha256 : Newest?.Sha256);

    /// <summary>The version after the newest.</summary>
    public StoreMasterEntry Next(StoreMasterSource source, int stores, DateTimeOffset at, string sha256) =>
        new((Newest?.Version ?? 0) + 1, source, stores, at.ToWholeMillisecond(), sha256);
}
