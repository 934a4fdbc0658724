using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>A failure's place among all failures of its job, in the order in which they happened.</summary>
/// <param name="Run">0 for the submitted images; one more for every retry.</param>
[GenerateSerializer, Immutable, Alias("failure-cursor")]
public readonly record struct FailureCursor(
    [property: Id(0)] DateTimeOffset FinishedAt, [property: Id(1)] int Visit, [property: Id(2)] int Image, [property: Id(3)] int Run)
{
    /// <summary>
    /// A result has its time before it is committed, so one may come to be seen after others that are later. So far back they are looked for.
    /// </summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>Before every failure.</summary>
    public static readonly FailureCursor Start = new(DateTimeOffset.UnixEpoch, -1, -1, -1);

    /// <summary>From where to read so that a failure which was committed late is not passed over.</summary>
    public FailureCursor Before => FinishedAt - DateTimeOffset.UnixEpoch > Overlap ? new(FinishedAt - Overlap, -1, -1, -1) : Start;

    public static bool operator <(FailureCursor one, FailureCursor other) => one.Order.CompareTo(other.Order) < 0;

    public static bool operator >(FailureCursor one, FailureCursor other) => other < one;

    private (long At, int Visit, int Image, int Run) Order => (FinishedAt.UtcTicks, Visit, Image, Run);
}

/// <summary>An image that failed, in one of its runs. Its URL is the one that it has now.</summary>
[GenerateSerializer, Immutable, Alias("failed-image")]
public sealed record FailedImage([property: Id(0)] JobImage Image, [property: Id(1)] int Run)
{
    public FailureCursor Cursor => new(Image.Result!.FinishedAt, Image.Place.Visit, Image.Place.Image, Run);
}

/// <summary>Some of a job's failures, in order of their cursors.</summary>
[GenerateSerializer, Immutable, Alias("failed-image-page")]
public sealed record FailedImagePage([property: Id(0)] ImmutableArray<FailedImage> Images);
