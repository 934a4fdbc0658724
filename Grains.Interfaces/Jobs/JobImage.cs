using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>One image of a job, with what became of it.</summary>
/// <param name="Result">The latest; <see langword="null"/> while the image has none.</param>
[GenerateSerializer, Immutable, Alias("job-image")]
public sealed record JobImage(
    [property: Id(0)] ImagePlace Place,
    [property: Id(1)] string StoreId,
    [property: Id(2)] string VisitTime,
    [property: Id(3)] string Url,
    [property: Id(4)] RecordedResult? Result)
{
    public ImageStatus Status => Result switch
    {
        null => ImageStatus.Pending,
        { Outcome.Measured: true } => ImageStatus.Measured,
        _ => ImageStatus.Failed,
    };
}

/// <summary>A result as the ledger keeps it.</summary>
/// <param name="Attempts">How many attempts it took; 0 when the image was never tried.</param>
/// <param name="EarlierFailures">Why each attempt before the last failed, in order.</param>
[GenerateSerializer, Immutable, Alias("recorded-result")]
public sealed record RecordedResult(
    [property: Id(0)] ImageOutcome Outcome,
    [property: Id(1)] int Attempts,
    [property: Id(2)] ImmutableArray<ImageReason> EarlierFailures,
    [property: Id(3)] DateTimeOffset FinishedAt);

/// <summary>Whether an image has its result, and which.</summary>
[GenerateSerializer, Alias("image-status")]
public enum ImageStatus
{
    /// <summary>No result yet: it waits, or is being worked on.</summary>
    Pending = 0,
    Measured = 1,
    Failed = 2,
}
