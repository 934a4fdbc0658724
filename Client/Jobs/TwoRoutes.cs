namespace RetailPulse.Client;

/// <param name="JobId">The job's id.</param>
internal sealed record SubmittedJob(long JobId);

/// <summary>How a job stands, as the oldest route tells it.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="JobId">A number, as text.</param>
/// <param name="Error">Of a failed job, one for each failing store; otherwise <see langword="null"/>.</param>
public sealed record JobStanding(string Status, string JobId, IReadOnlyList<StoreError>? Error);

/// <summary>What failed in a store.</summary>
/// <param name="Error"><c>Invalid store_id</c>, <c>Download failed</c> or <c>Invalid image</c>.</param>
public sealed record StoreError(string StoreId, string Error);
