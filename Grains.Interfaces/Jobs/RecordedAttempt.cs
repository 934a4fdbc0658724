using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>One attempt at an image, as recorded in the ledger.</summary>
/// <param name="Run">0 for the original submission, plus one for every retry of the image.</param>
/// <param name="Number">Number of the attempt within its run, from 1.</param>
/// <param name="Reason"><see cref="ImageReason.None"/> if the attempt measured the image.</param>
/// <param name="EndedAt">Time at which the attempt ended; <see langword="null"/> if it was not recorded.</param>
/// <param name="Elapsed">Duration of the attempt; <see langword="null"/> if it was not recorded.</param>
/// <param name="Silo">Address and port of the silo; <see langword="null"/> if no silo tried the image.</param>
[GenerateSerializer, Immutable, Alias("recorded-attempt")]
public sealed record RecordedAttempt(
    [property: Id(0)] int Run,
    [property: Id(1)] int Number,
    [property: Id(2)] ImageReason Reason,
    [property: Id(3)] DateTimeOffset? EndedAt,
    [property: Id(4)] TimeSpan? Elapsed,
    [property: Id(5)] string? Silo
);

/// <summary>All recorded attempts at one image, in the order in which they were made.</summary>
/// <param name="Exists">Whether the job has the image.</param>
[GenerateSerializer, Immutable, Alias("recorded-attempts")]
public sealed record RecordedAttempts([property: Id(0)] bool Exists, [property: Id(1)] ImmutableArray<RecordedAttempt> Attempts)
{
    public static readonly RecordedAttempts NoSuchImage = new(false, []);
}
