using System.Collections.Immutable;
using RetailPulse.Stores;
using RetailPulse.Tenants;

namespace RetailPulse.Jobs;

/// <summary>Remembers which job or change an <c>Idempotency-Key</c> stands for. Key: a hash of the tenant and the client's key.</summary>
[Alias("idempotency"), Version(1)]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>
    /// Submits a job once per key. The same key with the same <paramref name="fingerprint"/> answers the first job's id;
    /// with another, <see cref="SubmissionReceipt.Conflict"/>. After 24 hours the key is free again.
    /// </summary>
    /// <param name="fingerprint">A digest of the request body.</param>
    /// <param name="quota">What a new job must fit into; one that is there already need not. <see langword="null"/>: there is none.</param>
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

/// <summary>What became of a change under a key.</summary>
/// <param name="Replayed">It was made before this call.</param>
/// <param name="Conflict">The key was used before for another request; nothing was done.</param>
/// <param name="Retry">The response to a retry, and to a cancellation of a job that exists.</param>
/// <param name="Upload">The response to a store master.</param>
[GenerateSerializer, Immutable, Alias("keyed-change")]
public sealed record KeyedChange(
    [property: Id(0)] bool Replayed = false,
    [property: Id(1)] bool Conflict = false,
    [property: Id(2)] RetryAnswer? Retry = null,
    [property: Id(3)] StoreMasterReceipt? Upload = null);

/// <param name="JobId">The job that the key stands for.</param>
/// <param name="Replayed">The job was there before this call.</param>
/// <param name="Conflict">The key was used before with another body; nothing was submitted.</param>
/// <param name="Excess">The quota that the job does not fit into; nothing was submitted. <see langword="null"/> when it fits.</param>
[GenerateSerializer, Immutable, Alias("submission-receipt")]
public sealed record SubmissionReceipt(
    [property: Id(0)] long JobId, [property: Id(1)] bool Replayed, [property: Id(2)] bool Conflict, [property: Id(3)] QuotaExcess? Excess = null);
