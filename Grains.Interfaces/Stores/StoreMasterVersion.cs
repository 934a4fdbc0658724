using System.Collections.Immutable;

namespace RetailPulse.Stores;

/// <summary>The version of the store master that is in force.</summary>
/// <param name="Stores">How many stores it holds.</param>
/// <param name="LoadedAt">When it became known.</param>
/// <param name="Problem">Why the newest file was refused, with its line; <see langword="null"/> when nothing is wrong with it.</param>
/// <param name="Number">From 1; one more for every new file and every upload.</param>
/// <param name="Sha256">Of its CSV, in lower-case hexadecimal.</param>
[GenerateSerializer, Immutable, Alias("store-master-version")]
public sealed record StoreMasterVersion(
    [property: Id(0)] int Stores,
    [property: Id(1)] DateTimeOffset LoadedAt,
    [property: Id(2)] string? Problem,
    [property: Id(3)] int Number,
    [property: Id(4)] StoreMasterSource Source,
    [property: Id(5)] string Sha256);

/// <summary>Where a version of the store master came from.</summary>
[GenerateSerializer, Alias("store-master-source")]
public enum StoreMasterSource
{
    /// <summary>The file that <c>RetailPulse:Stores:Path</c> names.</summary>
    File = 0,

    /// <summary>A client.</summary>
    Upload = 1,
}

/// <summary>What became of an upload.</summary>
/// <param name="Version">The version in force afterwards.</param>
/// <param name="Faults">Why the upload was refused, in order of the lines; at most 100. Empty when it was taken.</param>
[GenerateSerializer, Immutable, Alias("store-master-receipt")]
public sealed record StoreMasterReceipt([property: Id(0)] StoreMasterVersion Version, [property: Id(1)] ImmutableArray<StoreMasterFault> Faults);

/// <summary>What is wrong with a line of a store master.</summary>
/// <param name="Line">From 1.</param>
[GenerateSerializer, Immutable, Alias("store-master-fault")]
public sealed record StoreMasterFault([property: Id(0)] int Line, [property: Id(1)] string Reason);
