using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>A job that a contract route accepted.</summary>
/// <param name="JobId">Id of the job.</param>
internal sealed record SubmittedJob([property: JsonRequired] long JobId);

/// <summary>The status of a job, as the contract route returns it.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="JobId">Id of the job, as text.</param>
/// <param name="Error">One entry for each failing store of a failed job; otherwise <see langword="null"/>.</param>
public sealed record JobStanding([property: JsonRequired] string Status, string JobId, IReadOnlyList<StoreError>? Error);

/// <summary>The error of a store.</summary>
/// <param name="StoreId">Id of the store, as submitted.</param>
/// <param name="Error"><c>Invalid store_id</c>, <c>Download failed</c> or <c>Invalid image</c>.</param>
public sealed record StoreError(string StoreId, string Error);
