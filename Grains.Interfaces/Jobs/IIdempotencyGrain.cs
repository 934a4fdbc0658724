using RetailPulse.Tenants;

namespace RetailPulse.Jobs;

/// <summary>Remembers which job was submitted with an <c>Idempotency-Key</c>.</summary>
/// <remarks>Key: the client's key. The tenant and a space precede it, unless the tenant is the default one.</remarks>
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
}

/// <param name="JobId">Id of the job that was submitted with the key.</param>
/// <param name="Replayed">Whether the job existed before this call.</param>
/// <param name="Conflict">Whether the key was used before with another body. If so, nothing was submitted.</param>
/// <param name="Excess">Quota that the job exceeds, in which case nothing was submitted; <see langword="null"/> if the job fits.</param>
[GenerateSerializer, Immutable, Alias("submission-receipt")]
public sealed record SubmissionReceipt(
    [property: Id(0)] long JobId, [property: Id(1)] bool Replayed, [property: Id(2)] bool Conflict, [property: Id(3)] QuotaExcess? Excess = null);
