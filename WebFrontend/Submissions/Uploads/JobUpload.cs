using RetailPulse.Jobs;
using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>
/// An upload to the cluster. The next part can be read while one is being stored. Disposing the upload abandons it unless its job was
/// submitted.
/// </summary>
internal sealed class JobUpload(
    Caller caller,
    JobSubmission head,
    IGrainFactory grains,
    JobReferences references,
    JobOwnerCache owners,
    ClusterCall cluster,
    TimeProvider time
) : IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private long? jobId;
    private Task<bool> adding = Task.FromResult(true);
    private Task renewing = Task.CompletedTask;
    private bool submitted;

    /// <summary>Stores the next part after the part before it is stored. Returns <see langword="false"/> if the upload was lost.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<bool> AddAsync(UploadPart part)
    {
        if (!await adding)
            return false;
        var id = jobId ??= await BeginAsync();
        adding = cluster.CallAsync(() => Grain(id).AddAsync(part.First, part.Visits), CallBudgets.UploadPart);
        return true;
    }

    /// <summary>Submits the job after all of its parts are stored, and returns its id or why it was not accepted.</summary>
    /// <param name="visits">Number of visits of all parts, at least 1.</param>
    /// <param name="images">Number of their images.</param>
    /// <param name="key">Idempotency key; <see langword="null"/> if the client sent none.</param>
    /// <param name="fingerprint">Digest of the request, if there is a key.</param>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<SubmissionReceipt> SubmitAsync(int visits, long images, IdempotencyKey? key, string? fingerprint)
    {
        if (!await adding)
            return Lost;
        var upload = new UploadedJob(jobId!.Value, head.Tenant, visits, images);
        var receipt = await cluster.CallAsync(
            () =>
                key is null || fingerprint is null
                    ? SubmitAsync(upload)
                    : grains
                        .GetGrain<IIdempotencyGrain>(key.GrainKey(caller.Tenant))
                        .SubmitUploadedAsync(fingerprint, key.EarlierGrainKeys(caller.Tenant), upload, caller.Quota),
            CallBudgets.Submission
        );
        submitted = receipt is { Excess: null, Lost: false, Conflict: false } && receipt.JobId == upload.JobId;
        if (caller.Scope is not null && receipt.IsNew)
            owners.Remember(receipt.JobId, caller.Tenant);
        return receipt;
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)adding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ended.Dispose();
        if (submitted || jobId is not { } id)
            return;
        try
        {
            await cluster.CallAsync(() => AbandonAsync(id), CallBudgets.Abandon);
        }
        catch (ClusterUnavailableException)
        {
            // The upload is removed when it is not renewed.
        }
    }

    private static SubmissionReceipt Lost => new(0, Replayed: false, Conflict: false, Lost: true);

    private IJobUploadGrain Grain(long id) => grains.GetGrain<IJobUploadGrain>(id);

    private async Task<long> BeginAsync()
    {
        var id = await cluster.CallAsync(() => grains.GetGrain<IJobIdGrain>(0).NextAsync().AsTask(), CallBudgets.JobId);
        await cluster.CallAsync(
            async () =>
            {
                await Grain(id).BeginAsync(head);
                return true;
            },
            CallBudgets.UploadPart
        );
        renewing = RenewAsync(id);
        return id;
    }

    /// <summary>Renews the upload until it ends, because a slow body may take long to fill a part.</summary>
    private async Task RenewAsync(long id)
    {
        using var timer = new PeriodicTimer(UploadLease.RenewEvery, time);
        while (await timer.WaitForNextTickAsync(ended.Token))
        {
            try
            {
                await cluster.CallAsync(() => Grain(id).AddAsync(0, []), CallBudgets.UploadPart);
            }
            catch (ClusterUnavailableException)
            {
                // The next part or renewal may succeed.
            }
        }
    }

    private async Task<SubmissionReceipt> SubmitAsync(UploadedJob upload)
    {
        // A job that was admitted once is admitted again under the same id.
        var excess = caller.Quota is { } quota
            ? await grains.GetGrain<ITenantGrain>(upload.Tenant).AdmitAsync(upload.JobId, upload.Images, quota)
            : null;
        if (excess is not null)
            return new SubmissionReceipt(upload.JobId, Replayed: false, Conflict: false, excess);
        return await references.Job(upload.JobId).SubmitUploadedAsync(upload.Visits, upload.Images)
            ? new SubmissionReceipt(upload.JobId, Replayed: false, Conflict: false)
            : Lost;
    }

    private async Task<bool> AbandonAsync(long id)
    {
        await Grain(id).AbandonAsync();
        return true;
    }
}
