using System.Globalization;
using System.Security.Cryptography;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1;

/// <summary>Makes changes, each once per <c>Idempotency-Key</c> if the client sent one.</summary>
internal sealed class KeyedChanges(IGrainFactory grains, JobReferences references, ClusterCall cluster)
{
    /// <summary>
    /// Returns the result of the retry, which is <see langword="null"/> if the job does not exist, or the problem that prevented it.
    /// </summary>
    public async Task<(RetryAnswer? Answer, Problem? Problem)> RetryAsync(HttpContext context, long jobId, JobRetry selection)
    {
        var retry = selection with { By = Caller.Of(context).RecordedKey };
        var (change, problem) = await MakeAsync(
            context,
            string.Create(
                CultureInfo.InvariantCulture,
                $"retry {jobId} {(int?)retry.Reason} {retry.Place?.Visit} {retry.Place?.Image} {retry.Host} {retry.Url}"
            ),
            (key, fingerprint) => key.RetryAsync(fingerprint, jobId, retry),
            async () => new KeyedChange(Retry: await references.Job(jobId).RetryAsync(retry)),
            CallBudgets.Retry
        );
        return (change?.Retry, problem);
    }

    /// <summary>Returns whether the job exists, which will then end, or the problem that prevented the cancellation.</summary>
    public async Task<(bool Exists, Problem? Problem)> CancelAsync(HttpContext context, long jobId)
    {
        var by = Caller.Of(context).RecordedKey;
        var (change, problem) = await MakeAsync(
            context,
            string.Create(CultureInfo.InvariantCulture, $"cancel {jobId}"),
            (key, fingerprint) => key.CancelAsync(fingerprint, jobId, by),
            async () =>
                new KeyedChange(Retry: await references.Job(jobId).CancelAsync(by) ? new RetryAnswer(RetryOutcome.Cancelled) : null),
            CallBudgets.Cancel
        );
        return (change?.Retry is not null, problem);
    }

    /// <summary>Returns the result of the upload, or the problem that prevented it.</summary>
    public async Task<(StoreMasterReceipt? Receipt, Problem? Problem)> PutStoresAsync(HttpContext context, byte[] csv)
    {
        var (change, problem) = await MakeAsync(
            context,
            $"stores {Convert.ToHexStringLower(SHA256.HashData(csv))}",
            (key, fingerprint) => key.PutStoresAsync(fingerprint, csv),
            async () => new KeyedChange(Upload: await grains.GetGrain<IStoreMasterGrain>(0).PutAsync(csv)),
            CallBudgets.StoreUpload
        );
        return (change?.Upload, problem);
    }

    /// <param name="request">Text that distinguishes this request from all others.</param>
    private async Task<(KeyedChange? Change, Problem? Problem)> MakeAsync(
        HttpContext context,
        string request,
        Func<IIdempotencyGrain, string, Task<KeyedChange>> keyed,
        Func<Task<KeyedChange>> unkeyed,
        CallBudget budget
    )
    {
        var key = IdempotencyKey.Read(context.Request.Headers[IdempotencyKey.Header]);
        if (key is null && context.Request.Headers.ContainsKey(IdempotencyKey.Header))
            return (null, Problem.InvalidIdempotencyKey);
        var change = await cluster.CallAsync(
            key is null ? unkeyed : () => keyed(grains.GetGrain<IIdempotencyGrain>(key.GrainKey(Caller.Of(context).Tenant)), request),
            budget
        );
        if (change.Conflict)
            return (null, Problem.IdempotencyKeyConflict);
        if (change.Replayed)
            context.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        return (change, null);
    }
}
