using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>Lists the failed images of all jobs, from the ledger. Any silo can serve it. Key: 0.</summary>
[Alias("failure-list"), Version(1)]
public interface IFailureListGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns at most <paramref name="limit"/> (1 to 1,001) failures that match <paramref name="filter"/>, newest first, after
    /// <paramref name="after"/>. Only the latest result of each image counts.
    /// </summary>
    /// <param name="after">Position of the last failure of the previous page; <see langword="null"/> for the newest failures.</param>
    /// <remarks>
    /// Each call searches only a part of the ledger, so a page may be short or even empty before the last page. Timeout 10 s, because it
    /// reads many rows if few of them match.
    /// </remarks>
    [Alias("read"), ResponseTimeout(ResponseTimeouts.LedgerScan)]
    Task<FailurePage> ReadAsync(FailureFilter filter, FailurePosition? after, int limit);
}

/// <summary>Selects failures. A <see langword="null"/> property matches every failure.</summary>
/// <param name="Tenant">Tenant that owns the job.</param>
/// <param name="Area">Area of the store, according to the store master in force.</param>
/// <param name="Host">Host of the image's URL, in lower case. Without a port, it matches all ports of the host, and with a colon only, that of the scheme.</param>
/// <param name="From">Earliest time of the failure, inclusive.</param>
/// <param name="Before">Latest time of the failure, exclusive.</param>
/// <param name="Reference">Identifier that the client gave the image.</param>
/// <param name="VisitReference">Identifier that the client gave the visit.</param>
[GenerateSerializer, Immutable, Alias("failure-filter")]
public sealed record FailureFilter(
    [property: Id(0)] string? Tenant = null,
    [property: Id(1)] string? Store = null,
    [property: Id(2)] string? Area = null,
    [property: Id(3)] ImageReason? Reason = null,
    [property: Id(4)] string? Host = null,
    [property: Id(5)] DateTimeOffset? From = null,
    [property: Id(6)] DateTimeOffset? Before = null,
    [property: Id(7)] string? Reference = null,
    [property: Id(8)] string? VisitReference = null
);

/// <summary>The position of a failure among those of all jobs: by time, then by image.</summary>
/// <param name="At">Time of the failure, in the precision of the ledger.</param>
/// <param name="Run">0 for the original submission, plus one for every retry.</param>
[GenerateSerializer, Immutable, Alias("failure-position")]
public sealed record FailurePosition(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] long JobId,
    [property: Id(2)] int Visit,
    [property: Id(3)] int Image,
    [property: Id(4)] int Run
);

/// <summary>An image that failed.</summary>
/// <param name="Url">Current URL of the image.</param>
/// <param name="Host">Host of the URL, in lower case, with the port unless it is the scheme's default.</param>
/// <param name="Attempts">Number of attempts; 0 if the image was never tried.</param>
/// <param name="Label">Name that the client gave the job; <see langword="null"/> if none was given.</param>
/// <param name="Reference">Identifier that the client gave the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Identifier that the client gave the visit; <see langword="null"/> if none was given.</param>
[GenerateSerializer, Immutable, Alias("listed-failure")]
public sealed record ListedFailure(
    [property: Id(0)] FailurePosition Position,
    [property: Id(1)] string StoreId,
    [property: Id(2)] string VisitTime,
    [property: Id(3)] string Url,
    [property: Id(4)] string Host,
    [property: Id(5)] ImageReason Reason,
    [property: Id(6)] int Attempts,
    [property: Id(7)] string? Label = null,
    [property: Id(8)] string? Reference = null,
    [property: Id(9)] string? VisitReference = null
);

/// <summary>A page of failures, newest first.</summary>
/// <param name="ReadUpTo">Position after which more failures may follow; <see langword="null"/> if none do.</param>
[GenerateSerializer, Immutable, Alias("failure-page")]
public sealed record FailurePage([property: Id(0)] ImmutableArray<ListedFailure> Failures, [property: Id(1)] FailurePosition? ReadUpTo)
{
    public static readonly FailurePage Empty = new([], null);

    /// <param name="lookedUpTo">Last failure that was examined for this page, if more follow it.</param>
    public static FailurePage Of(IReadOnlyList<ListedFailure> failures, int limit, FailurePosition? lookedUpTo) =>
        new([.. failures], failures.Count == limit ? failures[^1].Position : lookedUpTo);
}
