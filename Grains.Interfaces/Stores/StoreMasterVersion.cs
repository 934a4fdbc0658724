using System.Collections.Immutable;

namespace RetailPulse.Stores;

/// <summary>The version of the store master that is in force.</summary>
/// <param name="Stores">Number of stores.</param>
/// <param name="LoadedAt">Time at which the version was loaded.</param>
/// <param name="Problem">Why the newest file was rejected, with the line number; <see langword="null"/> if it is valid.</param>
/// <param name="Number">Version number, from 1, incremented by every new file and every upload.</param>
/// <param name="Sha256">SHA-256 of the CSV, in lower-case hexadecimal.</param>
[GenerateSerializer, Immutable, Alias("store-master-version")]
public sealed record StoreMasterVersion(
    [property: Id(0)] int Stores,
    [property: Id(1)] DateTimeOffset LoadedAt,
    [property: Id(2)] string? Problem,
    [property: Id(3)] int Number,
    [property: Id(4)] StoreMasterSource Source,
    [property: Id(5)] string Sha256
);

/// <summary>The source of a version of the store master.</summary>
[GenerateSerializer, Alias("store-master-source")]
public enum StoreMasterSource
{
    /// <summary>The file at <c>RetailPulse:Stores:Path</c>.</summary>
    File = 0,

    /// <summary>An upload by a client.</summary>
    Upload = 1,
}

/// <summary>The codes of sources in the API, in storage, and in messages.</summary>
public static class StoreMasterSourceCodes
{
    /// <summary>Returns the stable code of the source, such as <c>upload</c>.</summary>
    public static string Code(this StoreMasterSource source) =>
        source switch
        {
            StoreMasterSource.File => "file",
            StoreMasterSource.Upload => "upload",
            _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Not a source of a store master."),
        };
}

/// <summary>The result of an upload.</summary>
/// <param name="Version">The version in force after the upload.</param>
/// <param name="Faults">Why the upload was rejected, ordered by line, at most 100. Empty if it was accepted.</param>
/// <param name="Outdated">Whether the upload was to replace another version than the one in force. If so, nothing changed.</param>
[GenerateSerializer, Immutable, Alias("store-master-receipt")]
public sealed record StoreMasterReceipt(
    [property: Id(0)] StoreMasterVersion Version,
    [property: Id(1)] ImmutableArray<StoreMasterFault> Faults,
    [property: Id(2)] bool Outdated = false
)
{
    /// <summary>Whether the upload changed nothing.</summary>
    public bool Refused => Outdated || !Faults.IsEmpty;
}

/// <summary>An invalid line of a store master.</summary>
/// <param name="Line">Line number, from 1.</param>
[GenerateSerializer, Immutable, Alias("store-master-fault")]
public sealed record StoreMasterFault([property: Id(0)] int Line, [property: Id(1)] string Reason);
