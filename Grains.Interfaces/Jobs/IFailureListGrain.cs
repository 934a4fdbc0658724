using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>Lists failed images of all jobs, as the ledger has them. Any silo does. Key: 0.</summary>
[Alias("failure-list"), Version(1)]
public interface IFailureListGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns at most <paramref name="limit"/> (1 to 1,001) failures that <paramref name="filter"/> lets through, newest first, after
    /// <paramref name="after"/>. Of each image the latest result counts. There may be fewer, even none, before the last page, of a part of the ledger
    /// that is large enough for one call.
    /// </summary>
    /// <param name="after"><see langword="null"/>: from the newest.</param>
    /// <remarks>10 s, because it reads much of the ledger where the filter lets little through.</remarks>
    [Alias("read"), ResponseTimeout("00:00:10")]
    Task<FailurePage> ReadAsync(FailureFilter filter, FailurePosition? after, int limit);
}

/// <summary>Which failures to list; what is <see langword="null"/> lets every failure through.</summary>
/// <param name="Tenant">Whose jobs.</param>
/// <param name="Area">The store is one which the store master in force has in this area.</param>
/// <param name="Host">Host of the image's URL, in lower case; without a port, all ports of the host.</param>
/// <param name="From">Failed at that instant or later.</param>
/// <param name="Before">Failed before that instant.</param>
[GenerateSerializer, Immutable, Alias("failure-filter")]
public sealed record FailureFilter(
    [property: Id(0)] string? Tenant = null,
    [property: Id(1)] string? Store = null,
    [property: Id(2)] string? Area = null,
    [property: Id(3)] ImageReason? Reason = null,
    [property: Id(4)] string? Host = null,
    [property: Id(5)] DateTimeOffset? From = null,
    [property: Id(6)] DateTimeOffset? Before = null);

/// <summary>A failure's position among those of all jobs: by when it happened, and then by its image.</summary>
/// <param name="At">As precise as the ledger has it.</param>
/// <param name="Run">0 for the submitted images; one more for every retry.</param>
[GenerateSerializer, Immutable, Alias("failure-position")]
public sealed record FailurePosition(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] long JobId, [property: Id(2)] int Visit, [property: Id(3)] int Image, [property: Id(4)] int Run);

/// <summary>An image that failed.</summary>
/// <param name="Url">The URL that the image has now.</param>
/// <param name="Host">Host of the URL, in lower case, with the port unless it is the scheme's default.</param>
/// <param name="Attempts">0 when it was never tried.</param>
[GenerateSerializer, Immutable, Alias("listed-failure")]
public sealed record ListedFailure(
    [property: Id(0)] FailurePosition Position,
    [property: Id(1)] string StoreId,
    [property: Id(2)] string VisitTime,
    [property: Id(3)] string Url,
    [property: Id(4)] string Host,
    [property: Id(5)] ImageReason Reason,
    [property: Id(6)] int Attempts);

/// <summary>Some failures, newest first.</summary>
/// <param name="ReadUpTo">Position after which others may follow; <see langword="null"/> when none do.</param>
[GenerateSerializer, Immutable, Alias("failure-page")]
public sealed record FailurePage([property: Id(0)] ImmutableArray<ListedFailure> Failures, [property: Id(1)] FailurePosition? ReadUpTo)
{
    public static readonly FailurePage Empty = new([], null);

    /// <param name="lookedUpTo">Last failure that was looked at to find these, if others come after it.</param>
    public static FailurePage Of(IReadOnlyList<ListedFailure> failures, int limit, FailurePosition? lookedUpTo) =>
        new([.. failures], failures.Count == limit ? failures[^1].Position : lookedUpTo);
}
