using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Jobs.Retention;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>Owns a job's lifecycle. <see cref="JobRun"/> does the work on an ongoing job.</summary>
/// <remarks>The work runs in short turns of a timer, so that no request stays open and none waits for the work.</remarks>
[RandomPlacement, Immovable]
internal sealed partial class JobGrain(
    [PersistentState("job")] IPersistentState<StoredJob> stored,
    ILedger ledger,
    JobRuns runs,
    JobEnds ends,
    StoreCheck stores,
    SiloShutdown shutdown,
    RetryDelay retryDelay,
    DeletedJobs deleted,
    TimeProvider time,
    ILogger<JobGrain> logger
) : Grain, IJobGrain, IDisposable
{
    /// <summary>Serializes transitions: a request and a turn may each store one at the same time.</summary>
    private readonly SemaphoreSlim changing = new(1);

    private Job? job;

    /// <summary>The submission, which never changes, once it was read.</summary>
    private SubmissionTotals? totals;
    private ImmutableArray<StoreError> errors = [];

    /// <summary>Exists while the job is ongoing.</summary>
    private JobRun? run;
    private IGrainTimer? turns;

    private long Id => this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!stored.RecordExists)
            return;
        var found = stored.State.ToJob();
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
        if (job is not null)
            return;

        // A front end of an earlier version sends no tenant.
        var owned = submission.Tenant is null ? submission with { Tenant = JobSubmission.DefaultTenant } : submission;
        await ledger.RecordSubmissionAsync(Id, owned, time.GetUtcNow(), CancellationToken.None);
        if (!await AdoptAsync())
            throw new StorageUnavailableException($"An earlier job {Id} is being removed.");
        LogAccepted(Id, submission.Visits.Length);
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
        if (job is null && !await AdoptAsync())
            DeactivateOnIdle();
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
        if (FindJob() is { } known && (known.EndedAt is not { } at || at > endedUpTo))
            return false;
        return await RemoveAsync(endedUpTo);
    }

    public async Task<DeletionOutcome> DeleteNowAsync()
    {
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

    /// <param name="endedUpTo">Latest end of a job to remove; <see langword="null"/> to remove the job whenever it ended.</param>
    private async Task<bool> RemoveAsync(DateTimeOffset? endedUpTo)
    {
        if (!await ledger.MarkDeletedAsync(Id, endedUpTo, CancellationToken.None))
            return false;
        (job, totals, errors) = (null, null, []);
        DeactivateOnIdle();
        if (stored.RecordExists)
            await stored.ClearStateAsync();
        return true;
    }

    public void Dispose() => changing.Dispose();

    /// <summary>
    /// Returns the job; <see langword="null"/> if it does not exist. The grain then deactivates: queries for unknown jobs must not fill the
    /// silo with activations.
    /// </summary>
    private Job? FindJob()
    {
        if (job is null)
            DeactivateOnIdle();
        return job;
    }

    /// <summary>Creates the lifecycle of a submission that the ledger holds, because a crash may have separated the two writes.</summary>
    private async Task<bool> AdoptAsync()
    {
        totals = await ledger.FindSubmissionAsync(Id, CancellationToken.None);
        if (totals is null)
            return false;
        await SaveAsync(Job.Submitted(totals), []);
        return true;
    }

    private async Task RecordEndAsync(Job ended) => await ends.RecordAsync(Id, ended, await FindSubmissionAsync());

    /// <summary>Returns the submission; <see langword="null"/> if there is none.</summary>
    private async ValueTask<SubmissionTotals?> FindSubmissionAsync() =>
        totals ??= await ledger.FindSubmissionAsync(Id, CancellationToken.None);

    private Task ChangeAsync(Func<Job, Job> transition) => ChangeAsync(transition, []);

    /// <summary>Applies a transition after earlier ones are stored, and stores the result unless nothing changed.</summary>
    private async Task ChangeAsync(Func<Job, Job> transition, ImmutableArray<StoreError> itsErrors)
    {
        await changing.WaitAsync();
        try
        {
            var next = transition(job!);
            if (next != job)
                await SaveAsync(next, itsErrors);
        }
        finally
        {
            changing.Release();
        }
    }

    private async Task SaveAsync(Job next, ImmutableArray<StoreError> itsErrors)
    {
        try
        {
            await this.WriteAsync(stored, StoredJob.From(next));
        }
        catch
        {
            // This activation ends. The next one resumes the work from the stored state.
            this.AsReference<IJobGrain>().ResumeAsync().Ignore();
            throw;
        }

        Become(next, itsErrors);
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

        run ??= runs.Begin(Id, next);
        if (next.CancelRequested)
            run.Close();
        Arm();
    }
}
