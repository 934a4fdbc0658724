using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
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
    private WindowShare.Seat? seat;
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
        seat = share.Enter();
        turns = this.RegisterGrainTimer(
            TakeTurnAsync, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = Pause, Interleave = true, KeepAlive = true });
    }

    private void Stop()
    {
        if (turns is null) return;
        turns.Dispose();
        turns = null;
        seat?.Dispose();
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
