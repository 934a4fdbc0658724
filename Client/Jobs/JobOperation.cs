using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>A change of all jobs that match a query. It continues after a restart of the service.</summary>
/// <param name="Kind"><c>cancel</c> or <c>retry</c>.</param>
/// <param name="Status"><c>ongoing</c> or <c>completed</c>.</param>
/// <param name="EndedAt">Time of its end; <see langword="null"/> while it runs.</param>
public sealed record JobOperation(
    long Id,
    string Kind,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    OperationJobs Jobs,
    OperationImages Images,
    OperationLinks Links
);

/// <summary>The jobs of an operation.</summary>
/// <param name="Total">Jobs that matched at its start; <see langword="null"/> until they are counted.</param>
/// <param name="Changed">Processed jobs that were changed. The others had another status when their turn came.</param>
public sealed record OperationJobs(long? Total, long Processed, long Changed);

/// <summary>The images of an operation.</summary>
/// <param name="Total">Images that matched at its start; <see langword="null"/> until they are counted.</param>
/// <param name="Changed">Images that are retried, or were unfinished when their job was canceled.</param>
public sealed record OperationImages(long? Total, long Changed);

/// <summary>Paths of an operation.</summary>
public sealed record OperationLinks(string Self);

/// <summary>The jobs and images that an operation would change.</summary>
public sealed record JobSelection([property: JsonRequired] long Jobs, long Images);
