using System.Collections.Immutable;
using RetailPulse.Stores;
using RetailPulse.Tenants;

namespace RetailPulse.Jobs;

/// <summary>Remembers which job or change was requested with an <c>Idempotency-Key</c>. Key: a hash of the tenant and the client's key.</summary>
[Alias("idempotency"), Version(1)]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>
    /// Submits a job once per key. The same key with the same <paramref name="fingerprint"/> returns the id of the first job; with another
    /// fingerprint, <see cref="SubmissionReceipt.Conflict"/>.
    /// </summary>
    /// <remarks>A key expires after 24 hours and can then be used again.</remarks>
    /// <param name="fingerprint">A digest of the request body.</param>
    /// <param name="quota">
    /// Quota that a new job must fit into; a job that already exists need not. <see langword="null"/> if the tenant has none.
    /// </param>
    [Alias("submit")]
    Task<SubmissionReceipt> SubmitAsync(string fingerprint, JobSubmission submission, TenantQuota? quota = null);

    /// <summary>As the other, for a key that an earlier version may have remembered under another name.</summary>
    /// <param name="earlierKeys">Keys that grains of earlier versions had for the same client key, in the order in which they count.</param>
    [Alias("submit-once")]
    Task<SubmissionReceipt> SubmitOnceAsync(string fingerprint, ImmutableArray<string> earlierKeys, JobSubmission submission, TenantQuota? quota = null);

    /// <summary>Retries images of a job once per key. A refused retry leaves the key free.</summary>
    /// <param name="fingerprint">What tells this request from all others.</param>
    /// <remarks>25 s: what a retry takes, and the writes of the key.</remarks>
    [Alias("retry"), ResponseTimeout("00:00:25")]
    Task<KeyedChange> RetryAsync(string fingerprint, long jobId, JobRetry retry);

    /// <summary>Cancels a job once per key: a repetition leaves a job alone that was retried in the meantime.</summary>
    /// <remarks>15 s: what a cancellation takes, and the writes of the key.</remarks>
    [Alias("cancel"), ResponseTimeout("00:00:15")]
    Task<KeyedChange> CancelAsync(string fingerprint, long jobId);

    /// <summary>Puts a store master in force once per key: a repetition does not replace a master that came after it. A refused one leaves the key free.</summary>
    /// <remarks>60 s, as <see cref="IStoreMasterGrain.PutAsync"/>.</remarks>
    [Alias("put-stores"), ResponseTimeout("00:01:00")]
    Task<KeyedChange> PutStoresAsync(string fingerprint, [Immutable] byte[] csv);
}

/// <summary>The result of a change that was requested with a key.</summary>
/// <param name="Replayed">Whether the change was made before this call.</param>
/// <param name="Conflict">Whether the key was used before with another request. If so, nothing was done.</param>
/// <param name="Retry">Result of a retry, or of the cancellation of a job that exists.</param>
/// <param name="Upload">Result of the upload of a store master.</param>
[GenerateSerializer, Immutable, Alias("keyed-change")]
public sealed record KeyedChange(
    [property: Id(0)] bool Replayed = false,
    [property: Id(1)] bool Conflict = false,
    [property: Id(2)] RetryAnswer? Retry = null,
    [property: Id(3)] StoreMasterReceipt? Upload = null);

/// <param name="JobId">Id of the job that was submitted with the key.</param>
/// <param name="Replayed">Whether the job existed before this call.</param>
/// <param name="Conflict">Whether the key was used before with another body. If so, nothing was submitted.</param>
/// <param name="Excess">Quota that the job exceeds, in which case nothing was submitted; <see langword="null"/> if the job fits.</param>
[GenerateSerializer, Immutable, Alias("submission-receipt")]
public sealed record SubmissionReceipt(
    [property: Id(0)] long JobId, [property: Id(1)] bool Replayed, [property: Id(2)] bool Conflict, [property: Id(3)] QuotaExcess? Excess = null);
