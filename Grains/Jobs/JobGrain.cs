using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>Owns a job's lifecycle and keeps a window of its visits in flight.</summary>
/// <remarks>The work runs in short turns of a timer, so that no request stays open and none waits for the work.</remarks>
[RandomPlacement, Immovable]
internal sealed partial class JobGrain(
    [PersistentState("job")] IPersistentState<StoredJob> stored,
    ILedger ledger,
    JobReferences references,
    InFlightBudget share,
    StoreCheck stores,
    RecentMembershipChange doubt,
    SiloShutdown drain,
    WebhookSignal doorbell,
    RetryPause pause,
    TimeProvider time,
    ILogger<JobGrain> logger) : Grain, IJobGrain, IDisposable
{
    private const int PageSize = 1024;

    private readonly JobRate pace = new(time);

    /// <summary>Serializes transitions: a request and a turn may each store one at the same time.</summary>
    private readonly SemaphoreSlim changing = new(1);

    private Job? job;
    private VisitWindow? window;
    private ImmutableArray<StoreError> errors = [];
    private IGrainTimer? turns;
    private InFlightBudget.Seat? seat;
    private bool askAgain;
    private SubmissionTotals? submission;

    private long Id => this.GetPrimaryKeyLong();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!stored.RecordExists) return;
        var found = stored.State.ToJob();
        Become(found, await ReadErrorsAsync(found, cancellationToken));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Disarm();
        return Task.CompletedTask;
    }

    public async Task SubmitAsync(JobSubmission submission)
    {
        if (job is not null) return;

        // A front end of an earlier version sends no tenant.
        var owned = submission.Tenant is null ? submission with { Tenant = JobSubmission.DefaultTenant } : submission;
        await ledger.RecordSubmissionAsync(Id, owned, time.GetUtcNow(), CancellationToken.None);
        if (!await AdoptAsync()) throw new StorageUnavailableException($"An earlier job {Id} is being removed.");
        LogAccepted(Id, submission.Visits.Length);
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
        if (job is { Ended: false }) await ChangeAsync(current => current.Cancel());
        Wake();
        return job is not null;
    }

    public async Task ResumeAsync()
    {
        if (job is null && !await AdoptAsync()) DeactivateOnIdle();
        if (job is { Ended: true } ended && !await AdoptRetryAsync(ended)) await RecordEndAsync(ended);
        askAgain = true;
        Wake();
    }

    public void Dispose() => changing.Dispose();

    /// <summary>Creates the lifecycle of a submission that the ledger holds, because a crash may have separated the two writes.</summary>
    private async Task<bool> AdoptAsync()
    {
        if (await ledger.FindSubmissionAsync(Id, CancellationToken.None) is not { } totals) return false;
        await SaveAsync(Job.Submitted(totals), []);
        return true;
    }

    /// <summary>
    /// Records the end in the ledger, with a webhook message for every job, because only the ledger knows which jobs have a callback URL.
    /// </summary>
    private async Task RecordEndAsync(Job ended)
    {
        var end = new JobEnd(ended.Status, ended.EndedAt!.Value, ended.Retries);
        if (await ledger.RecordEndAsync(Id, end, WebhookMessage.Of(Id, ended), CancellationToken.None)) doorbell.Ring();
    }

    private async Task<ImmutableArray<StoreError>> ReadErrorsAsync(Job current, CancellationToken cancellationToken) =>
        current.Status == JobStatus.Failed ? [.. await ledger.ReadStoreErrorsAsync(Id, cancellationToken)] : [];

    private Task ChangeAsync(Func<Job, Job> transition) => ChangeAsync(transition, []);

    /// <summary>Applies a transition after earlier ones are stored, and stores the result unless nothing changed.</summary>
    private async Task ChangeAsync(Func<Job, Job> transition, ImmutableArray<StoreError> itsErrors)
    {
        await changing.WaitAsync();
        try
        {
            var next = transition(job!);
            if (next != job) await SaveAsync(next, itsErrors);
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
        Share(!next.Ended);
        if (next.Ended) window = null;
        else Arm();
    }

    private void Arm() => turns ??= this.RegisterGrainTimer(
        TakeTurnAsync, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = pause.Length, Interleave = true, KeepAlive = true });

    private void Disarm()
    {
        turns?.Dispose();
        turns = null;
        Share(false);
    }

    private void Share(bool running)
    {
        if (running)
        {
            seat ??= share.Enter();
            return;
        }

        seat?.Dispose();
        seat = null;
    }
}
