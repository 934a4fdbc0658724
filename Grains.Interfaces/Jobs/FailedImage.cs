using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>The position of a failure among all failures of its job, in the order in which they became visible.</summary>
/// <remarks>A reader that continues after a cursor misses nothing: no failure with a lower cursor appears later.</remarks>
/// <param name="Commit">
/// Number of the transaction that recorded the failure; later transactions have greater numbers. 0 for failures recorded before these
/// numbers existed.
/// </param>
/// <param name="Run">0 for the original submission, plus one for every retry.</param>
[GenerateSerializer, Immutable, Alias("failure-place")]
public readonly record struct FailureCursor(
    [property: Id(0)] long Commit,
    [property: Id(1)] int Visit,
    [property: Id(2)] int Image,
    [property: Id(3)] int Run
)
{
    /// <summary>The position before every failure.</summary>
    public static readonly FailureCursor Start = new(0, -1, -1, -1);

    public static bool operator <(FailureCursor one, FailureCursor other) => one.Order.CompareTo(other.Order) < 0;

    public static bool operator >(FailureCursor one, FailureCursor other) => other < one;

    private (long Commit, int Visit, int Image, int Run) Order => (Commit, Visit, Image, Run);
}

/// <summary>An image that failed in one of its runs, with its current URL.</summary>
[GenerateSerializer, Immutable, Alias("failed-image")]
public sealed record FailedImage([property: Id(0)] JobImage Image, [property: Id(2)] FailureCursor Cursor);

/// <summary>A page of a job's failures, ordered by cursor.</summary>
/// <param name="HeldBack">
/// Whether further failures are recorded but withheld, because a failure with a lower cursor may still appear.
/// </param>
[GenerateSerializer, Immutable, Alias("failed-image-page")]
public sealed record FailedImagePage([property: Id(0)] ImmutableArray<FailedImage> Images, [property: Id(1)] bool HeldBack)
{
    public static readonly FailedImagePage Empty = new(ImmutableArray<FailedImage>.Empty, false);
}
