using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Jobs.Retention;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>Owns a job's lifecycle. <see cref="JobRun"/> does the work on an ongoing job.</summary>
/// <remarks>The work runs in short turns of a timer, so that no request stays open and none waits for the work.</remarks>
[RandomPlacement, Immovable]
internal sealed partial class JobGrain(
    IJobDocuments documents,
    ILedger ledger,
    IUploadLedger uploads,
    JobRuns runs,
    JobEnds ends,
    StoreCheck stores,
    SiloShutdown shutdown,
    RetryDelay retryDelay,
    DeletedJobs deleted,
    JobTelemetry telemetry,
    TimeProvider time,
    ILogger<JobGrain> logger
) : Grain, IJobGrain, IDisposable
{
    /// <summary>Serializes transitions: a request and a turn may each store one at the same time.</summary>
    private readonly SemaphoreSlim changing = new(1);

    /// <summary>Whether a call before the present one used this activation, so that a nudge does not resume lost work.</summary>
    private bool used;

    /// <summary>Whether a submission is being stored. A read that arrives meanwhile finds no job, and must not end this activation.</summary>
    private bool adopting;
    private Job? job;

    /// <summary>Version of the stored document; <see langword="null"/> if there is none.</summary>
    private int? version;

    /// <summary>Whether this activation has recorded the end of the job in the ledger.</summary>
    private bool endRecorded;

    /// <summary>
    /// The write of the end. A caller may have read the end in the ledger before this activation learns of it, so that calls whose response
    /// depends on the status await this write. It fails with the activation.
    /// </summary>
    private Task ending = Task.CompletedTask;

    /// <summary>The submission, which never changes, once it was read.</summary>
    private SubmissionTotals? totals;
    private ImmutableArray<StoreError> errors = [];

    /// <summary>Exists while the job is ongoing.</summary>
    private JobRun? run;
    private IGrainTimer? turns;

    private long Id => this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await documents.FindAsync<StoredJob>(Id, cancellationToken) is not { } stored)
            return;
        var found = stored.Document.ToJob();
        version = stored.Version;
        Become(found, await ends.ReadErrorsAsync(Id, found, cancellationToken));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Disarm();
        run?.Dispose();
        return Task.CompletedTask;
    }

    public async Task SubmitAsync(JobSubmission submission)
    {
        used = true;
        if (job is not null)
            return;

        // A front end of an earlier version sends no tenant.
        var owned = submission.Tenant is null ? submission with { Tenant = JobSubmission.DefaultTenant } : submission;
        if (!await StoreAsync(async () => await RecordAsync(owned) || await AdoptAsync()))
            throw new StorageUnavailableException($"An earlier job {Id} is being removed.");
        LogAccepted(Id, submission.Visits.Length);
    }

    public async Task<bool> SubmitUploadedAsync(int visits, long images)
    {
        if (job is not null)
            return true;
        if (!await StoreAsync(() => CompleteAsync(visits, images)))
        {
            DeactivateOnIdle();
            return false;
        }

        LogAccepted(Id, visits);
        return true;
    }

    public ValueTask<bool> ReportAsync(VisitReport report)
    {
        run?.Record(report);
        Wake();
        return ValueTask.FromResult(job is not ({ CancelRequested: true } or { Status: JobStatus.Cancelled }));
    }

    public Task<bool> CancelAsync() => CancelAsync(by: null);

    public async Task<bool> CancelAsync(string? by)
    {
        if (FindJob() is { Ended: false })
            await ChangeAsync(current => current.Cancel(by, time.GetUtcNow()));
        Wake();
        return job is not null;
    }

    public async Task ResumeAsync()
    {
        if (job is null && !await StoreAsync(AdoptAsync))
            DeactivateOnIdle();
        if (!used && job is { Ended: false })
            LogRescued(Id);
        used = true;
        if (job is { Ended: true } ended && !await AdoptRetryAsync(ended))
            await RecordEndAsync(ended);
        run?.RestartVisits();
        Wake();
    }

    /// <summary>Marks the job as removed in the ledger, then clears its lifecycle.</summary>
    /// <remarks>
    /// The mark comes first because it excludes a concurrent retry, even by another activation. A crash after it leaves a lifecycle that
    /// the next call clears, and rows that no list shows.
    /// </remarks>
    public async Task<bool> DeleteAsync(DateTimeOffset endedUpTo)
    {
        await ending;
        if (FindJob() is { } known && (known.EndedAt is not { } at || at > endedUpTo))
            return false;
        return await RemoveAsync(endedUpTo);
    }

    public async Task<DeletionOutcome> DeleteNowAsync()
    {
        await ending;
        if (FindJob() is { Ended: false })
            return DeletionOutcome.Ongoing;

        // The listing row may still lack the end, without which it cannot be marked.
        if (job is { } ended)
            await RecordEndAsync(ended);
        if (!await RemoveAsync(null))
            return job is null ? DeletionOutcome.NoSuchJob : DeletionOutcome.Ongoing;
        deleted.Add(Id);
        return DeletionOutcome.Deleted;
    }

    public async Task<bool> CompleteDeletionAsync()
    {
        if (FindJob() is { Ended: false } || !await ledger.IsDeletedAsync(Id, CancellationToken.None))
            return false;
        await ClearAsync();
        return true;
    }

    /// <param name="endedUpTo">Latest end of a job to remove; <see langword="null"/> to remove the job whenever it ended.</param>
    private async Task<bool> RemoveAsync(DateTimeOffset? endedUpTo)
    {
        if (!await ledger.MarkDeletedAsync(Id, endedUpTo, CancellationToken.None))
            return false;
        await ClearAsync();
        return true;
    }

    private async Task ClearAsync()
    {
        (job, totals, errors) = (null, null, []);
        DeactivateOnIdle();
        if (version is { } known)
            await documents.RemoveAsync(Id, known, CancellationToken.None);
        version = null;
    }

    public void Dispose() => changing.Dispose();

    /// <summary>
    /// Returns the job; <see langword="null"/> if it does not exist. The grain then deactivates: queries for unknown jobs must not fill the
    /// silo with activations.
    /// </summary>
    private Job? FindJob()
    {
        if (job is null && !adopting)
            DeactivateOnIdle();
        return job;
    }

    /// <summary>
    /// Adopts the stored state and starts the timer in the same step, so that an ongoing job in memory always has its turns.
    /// </summary>
    private void Become(Job next, ImmutableArray<StoreError> itsErrors)
    {
        (job, errors) = (next, itsErrors);
        if (next.Ended)
        {
            run?.Dispose();
            run = null;
            return;
        }

        endRecorded = false;
        run ??= runs.Begin(Id, next);
        if (next.CancelRequested)
            run.Close();
        Arm();
    }
}
