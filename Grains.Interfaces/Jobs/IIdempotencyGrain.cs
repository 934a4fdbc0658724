using System.Collections.Immutable;
using RetailPulse.Stores;
using RetailPulse.Tenants;

namespace RetailPulse.Jobs;

/// <summary>
/// Remembers which job or change was requested with an <c>Idempotency-Key</c>. Key: a hash of the tenant and the client's key.
/// </summary>
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

    /// <summary>Submits a job as above, with a key that an earlier version may have stored under another name.</summary>
    /// <param name="earlierKeys">Grain keys that earlier versions used for the same client key, in order of precedence.</param>
    [Alias("submit-once")]
    Task<SubmissionReceipt> SubmitOnceAsync(
        string fingerprint,
        ImmutableArray<string> earlierKeys,
        JobSubmission submission,
        TenantQuota? quota = null
    );

    /// <summary>
    /// Completes an upload once per key. If the key has the job of another upload, returns that job, and the caller abandons its upload.
    /// </summary>
    /// <param name="fingerprint">A digest that distinguishes this request from all others.</param>
    /// <param name="earlierKeys">Grain keys that earlier versions used for the same client key, in order of precedence.</param>
    /// <param name="quota">Quota that a new job must fit into; <see langword="null"/> if the tenant has none.</param>
    [Alias("submit-uploaded")]
    Task<SubmissionReceipt> SubmitUploadedAsync(
        string fingerprint,
        ImmutableArray<string> earlierKeys,
        UploadedJob upload,
        TenantQuota? quota = null
    );

    /// <summary>Retries images of a job once per key. A rejected retry does not use up the key.</summary>
    /// <param name="fingerprint">A digest that distinguishes this request from all others.</param>
    /// <remarks>Timeout 25 s: the time for a retry, plus the writes of the key.</remarks>
    [Alias("retry"), ResponseTimeout(ResponseTimeouts.KeyedRetry)]
    Task<KeyedChange> RetryAsync(string fingerprint, long jobId, JobRetry retry);

    /// <summary>Cancels a job as below, for a front end that does not report who cancels it.</summary>
    /// <remarks>Timeout 15 s, as below.</remarks>
    [Alias("cancel"), ResponseTimeout(ResponseTimeouts.KeyedCancel)]
    Task<KeyedChange> CancelAsync(string fingerprint, long jobId);

    /// <summary>Cancels a job once per key. A repeated call does not cancel a job that was retried in the meantime.</summary>
    /// <param name="by">Name of the key that cancels the job; <see langword="null"/> if no keys are configured.</param>
    /// <remarks>Timeout 15 s: the time for a cancellation, plus the writes of the key.</remarks>
    [Alias("cancel-by"), ResponseTimeout(ResponseTimeouts.KeyedCancel)]
    Task<KeyedChange> CancelAsync(string fingerprint, long jobId, string? by);

    /// <summary>Starts an operation on all matching jobs once per key.</summary>
    /// <remarks>Timeout 15 s: the time for the start, plus the writes of the key.</remarks>
    [Alias("start-operation"), ResponseTimeout(ResponseTimeouts.KeyedCancel)]
    Task<KeyedChange> StartOperationAsync(string fingerprint, JobOperationRequest request);

    /// <summary>
    /// Puts a store master in force once per key. A repeated call does not replace a later master, and a rejected one does not use up the
    /// key.
    /// </summary>
    /// <remarks>Timeout 60 s, as for <see cref="IStoreMasterGrain.PutAsync"/>.</remarks>
    [Alias("put-stores"), ResponseTimeout(ResponseTimeouts.StoreUpload)]
    Task<KeyedChange> PutStoresAsync(string fingerprint, [Immutable] byte[] csv);

    /// <summary>Puts a store master in force as above, but only over one of the <paramref name="versions"/>.</summary>
    /// <remarks>Timeout 60 s, as for <see cref="IStoreMasterGrain.PutAsync"/>.</remarks>
    [Alias("put-stores-over"), ResponseTimeout(ResponseTimeouts.StoreUpload)]
    Task<KeyedChange> PutStoresOverAsync(string fingerprint, [Immutable] byte[] csv, ImmutableArray<int> versions);
}

/// <summary>The result of a change that was requested with a key.</summary>
/// <param name="Replayed">Whether the change was made before this call.</param>
/// <param name="Conflict">Whether the key was used before with another request. If so, nothing was done.</param>
/// <param name="Retry">Result of a retry, or of the cancellation of a job that exists.</param>
/// <param name="Upload">Result of the upload of a store master.</param>
/// <param name="Operation">Id of an operation on all matching jobs.</param>
[GenerateSerializer, Immutable, Alias("keyed-change")]
public sealed record KeyedChange(
    [property: Id(0)] bool Replayed = false,
    [property: Id(1)] bool Conflict = false,
    [property: Id(2)] RetryAnswer? Retry = null,
    [property: Id(3)] StoreMasterReceipt? Upload = null,
    [property: Id(4)] long? Operation = null
);

/// <param name="JobId">Id of the job that was submitted with the key.</param>
/// <param name="Replayed">Whether the job existed before this call.</param>
/// <param name="Conflict">Whether the key was used before with another body. If so, nothing was submitted.</param>
/// <param name="Excess">Quota that the job exceeds, in which case nothing was submitted; <see langword="null"/> if the job fits.</param>
/// <param name="Lost">Whether the upload of the job was abandoned, or was not renewed in time. If so, nothing was submitted.</param>
[GenerateSerializer, Immutable, Alias("submission-receipt")]
public sealed record SubmissionReceipt(
    [property: Id(0)] long JobId,
    [property: Id(1)] bool Replayed,
    [property: Id(2)] bool Conflict,
    [property: Id(3)] QuotaExcess? Excess = null,
    [property: Id(4)] bool Lost = false
)
{
    /// <summary>Whether this call created the job, so that it belongs to the caller for certain.</summary>
    public bool IsNew => this is { Replayed: false, Conflict: false, Excess: null, Lost: false };
}
