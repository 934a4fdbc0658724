using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>
/// Owns a job's lifecycle and keeps a window of its visits in flight. The work is done in short turns of a timer, so that no
/// request stays open and none waits behind it.
/// </summary>
[RandomPlacement, Immovable]
internal sealed partial class JobGrain(
    [PersistentState("job")] IPersistentState<StoredJob> stored,
    ILedger ledger,
    JobReferences references,
    WindowShare share,
    StoreCheck stores,
    MembershipDoubt doubt,
    SiloDrain drain,
    WebhookDoorbell doorbell,
    TimeProvider time,
    ILogger<JobGrain> logger) : Grain, IJobGrain
{
    /// <summary>A turn that failed is tried again after this long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private const int PageSize = 1024;

    private readonly JobPace pace = new(time);
    private Job? job;
    private VisitWindow? window;
    private ImmutableArray<StoreError> errors = [];
    private IGrainTimer? turns;
    private TaskCompletionSource? cancelled;
    private bool askAgain;
    private SubmissionTotals? submission;

    private long Id => this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!stored.RecordExists) return;
        job = stored.State.ToJob();
        if (job.Status == JobStatus.Failed) errors = [.. await ledger.ReadStoreErrorsAsync(Id, cancellationToken)];
        if (!job.Ended) await StartAsync(job, cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Stop();
        cancelled?.TrySetCanceled(cancellationToken);
        return Task.CompletedTask;
    }

    public async Task SubmitAsync(JobSubmission submission)
    {
        if (job is not null) return;

        // A front end of an earlier version names no tenant.
        var owned = submission.Tenant is null ? submission with { Tenant = JobSubmission.DefaultTenant } : submission;
        await ledger.RecordSubmissionAsync(Id, owned, time.GetUtcNow(), CancellationToken.None);
        if (await AdoptAsync()) LogAccepted(Id, submission.Visits.Length);
    }

    public async ValueTask<JobAnswer?> GetStatusAsync()
    {
        // Asking after jobs that do not exist must not fill the silo with activations.
        if (job is null) DeactivateOnIdle();
        if (job is { Ended: false } && doubt.Lasts) await CheckNotEndedAsync();
        return job is null ? null : new JobAnswer(Id, job.Status, Counts(job), errors);
    }

    public ValueTask<string?> GetTenantAsync()
    {
        if (job is null) DeactivateOnIdle();
        return ValueTask.FromResult(job?.Tenant);
    }

    public async ValueTask<JobDetail?> GetDetailAsync()
    {
        await GetStatusAsync();
        if (job is null) return null;

        // Written once, so read once; the figures are taken behind the read, all at one instant.
        submission ??= await ledger.FindSubmissionAsync(Id, CancellationToken.None);
        var counts = Counts(job);
        return new JobDetail(job.Status, counts, job.Visits, job.SubmittedAt, job.EndedAt, job.Ended ? job.Rate : pace.Rate(counts), submission?.CallbackUrl);
    }

    public async Task<VisitDetail?> GetVisitAsync(int visit) =>
        await ledger.FindVisitAsync(Id, visit, CancellationToken.None) is { } record ? record.ToDetail(visit) : null;

    public ValueTask<bool> ReportAsync(VisitReport report)
    {
        window?.Record(report);
        Wake();
        return ValueTask.FromResult(job is not ({ CancelRequested: true } or { Status: JobStatus.Cancelled }));
    }

    public async Task<bool> CancelAsync()
    {
        if (job is null) DeactivateOnIdle();
        if (job is not { Ended: false }) return job is not null;
        cancelled ??= new TaskCompletionSource();
        Wake();
        await cancelled.Task;
        return true;
    }

    public async Task ResumeAsync()
    {
        if (job is null && !await AdoptAsync()) DeactivateOnIdle();
        if (job is { Ended: true } ended && !await AdoptRetryAsync(ended)) await RecordEndAsync(ended);
        askAgain = true;
        Wake();
    }

    /// <summary>A status never moves backwards, though another activation may have ended the job and told so.</summary>
    /// <exception cref="InconsistentStateException">It has; by this exception the activation ends, and the caller's next call meets the other.</exception>
    private async Task CheckNotEndedAsync()
    {
        if (await ledger.HasEndedAsync(Id, CancellationToken.None) && job is { Ended: false }) throw new InconsistentStateException($"Job {Id} was ended by another activation.");
    }

    private JobCounts Counts(Job current) =>
        window?.Counts ?? new JobCounts(current.Images, 0, current.Measured, current.Failed, Cancelled: current.Images - current.Measured - current.Failed);

    /// <summary>Begins the lifecycle of a submission that the ledger holds; a crash may have come between the two.</summary>
    private async Task<bool> AdoptAsync()
    {
        if (await ledger.FindSubmissionAsync(Id, CancellationToken.None) is not { } totals) return false;
        var submitted = Job.Submitted(totals);
        await SaveAsync(submitted);
        await StartAsync(submitted, CancellationToken.None);
        return true;
    }

    private async Task StartAsync(Job ongoing, CancellationToken cancellationToken)
    {
        window = new VisitWindow(ongoing, await ledger.TallyAsync(Id, cancellationToken));
        if (turns is not null) return;
        share.Enter();
        turns = this.RegisterGrainTimer(
            TakeTurnAsync, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Pause, Interleave = true, KeepAlive = true });
    }

    private void Stop()
    {
        if (turns is null) return;
        turns.Dispose();
        turns = null;
        share.Leave();
    }

    private void Wake() => turns?.Change(TimeSpan.Zero, Pause);

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (job is not { Ended: false } || window is null || drain.Closing.IsCancellationRequested) return;
        try
        {
            if (cancelled is not null && !job.CancelRequested) await SaveAsync(job.Cancel());
            if (job.CancelRequested)
            {
                await CancelVisitsAsync(window);
                await EndAsync(cancellationToken);
                return;
            }

            if (!job.StoresChecked) await CheckStoresAsync(cancellationToken);
            pace.Note(window);
            if (askAgain) await AskAgainAsync(window);
            await FillAsync(window, cancellationToken);
            if (window.Drained) await EndAsync(cancellationToken);
        }
        catch (InconsistentStateException exception)
        {
            // Another activation of this job has written since, or this one's write took although it seemed to fail: what is stored has the say.
            LogFenced(exception, Id);
            DeactivateOnIdle();
            this.AsReference<IJobGrain>().ResumeAsync().Ignore();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTurnFailed(exception, Id, Pause);
        }
    }

    private async Task CheckStoresAsync(CancellationToken cancellationToken)
    {
        await stores.RecordUnknownAsync(Id, cancellationToken);
        await SaveAsync(job!.CheckedStores());
        window = new VisitWindow(job, await ledger.TallyAsync(Id, cancellationToken));
    }

    private async Task AskAgainAsync(VisitWindow current)
    {
        askAgain = false;
        await Task.WhenAll(current.InFlight.ToArray().Select(AskAsync));
    }

    private async Task FillAsync(VisitWindow current, CancellationToken cancellationToken)
    {
        var asked = new List<Task>();
        var capacity = share.Images();
        do
        {
            if (current.NeedsPage) current.Append(await ledger.ReadPendingVisitsAsync(Id, current.ReadUpTo, PageSize, cancellationToken));
            while (cancelled is null && current.TryStart(capacity, out var visit)) asked.Add(AskAsync(visit.Visit));
        }
        while (cancelled is null && current.NeedsPage && current.HasRoom(capacity));
        await Task.WhenAll(asked);
    }

    /// <summary>A visit that could not be asked stays in flight and is asked again soon.</summary>
    private async Task AskAsync(int visit)
    {
        try
        {
            await references.Visit(Id, visit).StartAsync().WaitAsync(drain.Closing);
        }
        catch (OperationCanceledException)
        {
            // This silo leaves; the job's next activation asks.
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogVisitNotAsked(exception, Id, visit);
            askAgain = true;
        }
    }

    private Task CancelVisitsAsync(VisitWindow current) => Task.WhenAll(current.InFlight.ToArray().Select(CancelVisitAsync));

    /// <summary>A visit that cannot be told stops when it reports; so does one that an earlier activation started.</summary>
    private async Task CancelVisitAsync(int visit)
    {
        try
        {
            await references.Visit(Id, visit).StopAsync();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogVisitNotStopped(exception, Id, visit);
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        var tally = await ledger.TallyAsync(Id, cancellationToken);
        var ended = job!.End(tally, time.GetUtcNow());
        if (!ended.Ended)
        {
            // The reports say more than the ledger holds; the ledger is right.
            window = new VisitWindow(job, tally);
            return;
        }

        if (ended.Status == JobStatus.Failed) errors = [.. await ledger.ReadStoreErrorsAsync(Id, cancellationToken)];
        await SaveAsync(ended);
        window = null;
        Stop();
        cancelled?.TrySetResult();
        cancelled = null;
        LogEnded(Id, ended.Status, ended.Measured, ended.Failed);
        await RecordEndAsync(ended);
    }

    /// <summary>The message is composed for every job, for only the ledger knows which of them are to be told of.</summary>
    private async Task RecordEndAsync(Job ended)
    {
        if (await ledger.RecordEndAsync(Id, ended.Status, ended.EndedAt!.Value, WebhookMessage.Of(Id, ended), CancellationToken.None)) doorbell.Ring();
    }

    private async Task SaveAsync(Job next)
    {
        // Memory must not claim what the store never took.
        stored.State = StoredJob.From(next);
        await stored.WriteStateAsync();
        job = next;
    }
}
