using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>
/// A failure's place among all failures of its job, in the order in which they came to be seen: one that was read behind a cursor is never followed by one
/// before it.
/// </summary>
/// <param name="Commit">Of the transaction that recorded it: a later one has a greater number. 0 of those recorded before there were such numbers.</param>
/// <param name="Run">0 for the submitted images; one more for every retry.</param>
[GenerateSerializer, Immutable, Alias("failure-place")]
public readonly record struct FailureCursor([property: Id(0)] long Commit, [property: Id(1)] int Visit, [property: Id(2)] int Image, [property: Id(3)] int Run)
{
    /// <summary>Before every failure.</summary>
    public static readonly FailureCursor Start = new(0, -1, -1, -1);

    public static bool operator <(FailureCursor one, FailureCursor other) => one.Order.CompareTo(other.Order) < 0;

    public static bool operator >(FailureCursor one, FailureCursor other) => other < one;

    private (long Commit, int Visit, int Image, int Run) Order => (Commit, Visit, Image, Run);
}

/// <summary>An image that failed, in one of its runs. Its URL is the one that it has now.</summary>
[GenerateSerializer, Immutable, Alias("failed-image")]
public sealed record FailedImage([property: Id(0)] JobImage Image, [property: Id(2)] FailureCursor Cursor);

/// <summary>Some of a job's failures, in order of their cursors.</summary>
/// <param name="HeldBack">More are recorded that are not told yet, since one that belongs before them may still come.</param>
[GenerateSerializer, Immutable, Alias("failed-image-page")]
public sealed record FailedImagePage([property: Id(0)] ImmutableArray<FailedImage> Images, [property: Id(1)] bool HeldBack)
{
    public static readonly FailedImagePage Empty = new(ImmutableArray<FailedImage>.Empty, false);
}
