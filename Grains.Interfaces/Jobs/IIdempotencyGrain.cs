using System.Collections.Immutable;
using RetailPulse.Tenants;

namespace RetailPulse.Jobs;

/// <summary>Remembers which job an <c>Idempotency-Key</c> stands for. Key: a hash of the tenant and the client's key.</summary>
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
}

/// <param name="JobId">The job that the key stands for.</param>
/// <param name="Replayed">The job was there before this call.</param>
/// <param name="Conflict">The key was used before with another body; nothing was submitted.</param>
/// <param name="Excess">The quota that the job does not fit into; nothing was submitted. <see langword="null"/> when it fits.</param>
[GenerateSerializer, Immutable, Alias("submission-receipt")]
public sealed record SubmissionReceipt(
    [property: Id(0)] long JobId, [property: Id(1)] bool Replayed, [property: Id(2)] bool Conflict, [property: Id(3)] QuotaExcess? Excess = null);
