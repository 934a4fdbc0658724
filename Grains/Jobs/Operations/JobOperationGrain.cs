using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Storage;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Operations;

/// <summary>Changes the jobs of one operation, some at a time, in turns of a timer.</summary>
/// <remarks>
/// The jobs of a turn are stored before the first of them changes. After a crash, <c>JobOperationService</c> resumes the operation with the
/// same jobs, and a job that was changed before does not change again.
/// </remarks>
[RandomPlacement, Immovable]
internal sealed partial class JobOperationGrain(
    [PersistentState("job-operation")] IPersistentState<StoredJobOperation> stored,
    IJobQueries ledger,
    JobReferences references,
    SiloShutdown shutdown,
    RetryDelay retryDelay,
    TimeProvider time,
    ILogger<JobOperationGrain> logger
) : Grain, IJobOperationGrain
{
    /// <summary>Number of jobs of a turn.</summary>
    private const int PageSize = 50;

    /// <summary>Number of jobs that change at once.</summary>
    private const int AtOnce = 8;

    /// <summary>
    /// Number of turns in which a job may fail before it is left out. Together they are longer than a cluster needs to notice a silo that
    /// hangs.
    /// </summary>
    private const int MaxFailures = 10;

    private JobOperation? operation;
    private IGrainTimer? turns;
    private bool starting;

    /// <summary>Number of turns in which each job of the present page failed while the database responded.</summary>
    private readonly Dictionary<long, int> failures = [];

    /// <summary>The jobs that failed in this turn.</summary>
    private readonly HashSet<long> failed = [];

    private long Id => this.GetPrimaryKeyLong();

    private IJobOperationListGrain Operations => GrainFactory.GetGrain<IJobOperationListGrain>(0);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (stored.RecordExists)
            Become(stored.State.ToOperation());
        return Task.CompletedTask;
    }

    public async Task StartAsync(JobOperationRequest request)
    {
        if (operation is not null)
            return;
        starting = true;
        try
        {
            var moment = await ledger.ReadMomentAsync(CancellationToken.None);
            var newest = await SelectAsync(request, long.MaxValue, 1, moment);
            var before = newest.Jobs.IsEmpty ? 0 : newest.Jobs[0].JobId + 1;
            await SaveAsync(new JobOperation(request, time.GetUtcNow(), before) { Moment = moment });
        }
        finally
        {
            starting = false;
        }

        LogStarted(request.Kind, Id);
    }

    public ValueTask<JobOperationProgress?> ReadAsync()
    {
        // A read may arrive while the operation starts.
        if (operation is null && !starting)
            DeactivateOnIdle();
        return ValueTask.FromResult(operation?.Progress);
    }

    public Task<bool> ResumeAsync()
    {
        if (operation is null)
            DeactivateOnIdle();
        turns?.Change(TimeSpan.Zero, retryDelay.Value);
        return Task.FromResult(operation is { Ended: false });
    }

    public async Task DeleteAsync()
    {
        DeactivateOnIdle();
        operation = null;
        if (stored.RecordExists)
            await stored.ClearStateAsync();
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        failed.Clear();
        try
        {
            while (operation is { Ended: false } && !shutdown.NoNewWork.IsCancellationRequested)
                await AdvanceAsync(operation);
            if (operation is not { Ended: true })
                return;
            await Operations.EndAsync(Id);
            turns?.Dispose();
            turns = null;
        }
        catch (InconsistentStateException exception)
        {
            // Another activation continues the operation.
            LogFenced(exception, Id);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTurnFailed(exception, Id, retryDelay.Value);
            if (exception is JobFailedException && operation is { } current)
                await CountFailuresAsync(current);
        }
    }

    /// <summary>Counts a turn for the jobs that failed, unless the reason is that the database is away: then every job would fail.</summary>
    private async Task CountFailuresAsync(JobOperation current)
    {
        try
        {
            await SaveAsync(current);
            foreach (var job in failed)
                failures[job] = failures.GetValueOrDefault(job) + 1;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTurnFailed(exception, Id, retryDelay.Value);
        }
    }

    private async Task AdvanceAsync(JobOperation current)
    {
        if (current.Selected is null)
            current = await SaveAsync(current.Count(await CountAsync(current)));
        if (current.Plan.IsEmpty)
            current = await SaveAsync(current.Next(await PlanAsync(current), time.GetUtcNow()));
        if (current.Ended)
        {
            LogEnded(current.Request.Kind, Id, current.Changed, current.ChangedImages);
            return;
        }

        var images = new List<long?>();
        foreach (var jobs in current.Plan.Chunk(AtOnce))
            images.AddRange(await Task.WhenAll(jobs.Select(job => ChangeAsync(current.Request, job))));
        await SaveAsync(current.Record(images));
        failures.Clear();
    }

    private async Task<JobSelection> CountAsync(JobOperation current)
    {
        var (all, before) = (JobSelection.Empty, current.Before);
        while (await SelectAsync(current.Request, before, JobSelectionPage.MaxJobs, current.Moment) is { Jobs: [.., var last] } page)
            (all, before) = (all + page.Selection, last.JobId);
        return all;
    }

    private async Task<ImmutableArray<PlannedJob>> PlanAsync(JobOperation current)
    {
        var page = await SelectAsync(current.Request, current.Before, PageSize, current.Moment);
        return
        [
            .. await Task.WhenAll(
                page.Jobs.Select(async job => new PlannedJob(
                    job.JobId,
                    job.Images,
                    await CallAsync(job.JobId, async grain => await grain.GetRunAsync() ?? 0, PlannedJob.Unknown)
                ))
            ),
        ];
    }

    /// <summary>Changes a job. Returns the number of its changed images; <see langword="null"/> if the job did not change.</summary>
    private async Task<long?> ChangeAsync(JobOperationRequest request, PlannedJob planned) =>
        planned.Run == PlannedJob.Unknown
            ? null
            : await CallAsync<long?>(planned.JobId, job => ChangeAsync(job, request, planned), otherwise: null);

    private static async Task<long?> ChangeAsync(IJobGrain job, JobOperationRequest request, PlannedJob planned)
    {
        if (request.Kind == JobOperationKind.Cancel)
            return await CanBeCancelledAsync(job, planned.Run) && await job.CancelAsync(request.By) ? planned.Images : null;
        var retry = new JobRetry(request.Filter.Reason, request.Filter.Host, Run: planned.Run, By: request.By);
        return await job.RetryAsync(retry) is { Outcome: RetryOutcome.Started } answer
            ? (answer.Images > 0 ? answer.Images : planned.Images)
            : null;
    }

    /// <summary>Returns whether a job is in the run that was selected. It may already be canceled, by an earlier attempt.</summary>
    private static async Task<bool> CanBeCancelledAsync(IJobGrain job, int run) =>
        await job.GetStatusAsync() is { Status: JobStatus.Ongoing or JobStatus.Cancelled } && await job.GetRunAsync() == run;

    /// <summary>Calls a job. One that has failed in too many turns is left out, so that it does not keep the operation from ending.</summary>
    /// <param name="otherwise">Result for a job that is left out.</param>
    /// <exception cref="JobFailedException">The call failed, and the turn is to be repeated.</exception>
    private async Task<T> CallAsync<T>(long jobId, Func<IJobGrain, Task<T>> call, T otherwise)
    {
        try
        {
            return await call(references.Job(jobId));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failed.Add(jobId);
            if (failures.GetValueOrDefault(jobId) < MaxFailures)
                throw new JobFailedException($"Job {jobId} could not be called.", exception);
            LogLeftOut(exception, jobId, Id);
            return otherwise;
        }
    }

    private Task<JobSelectionPage> SelectAsync(JobOperationRequest request, long before, int limit, string? unchangedSince) =>
        GrainFactory.GetGrain<IJobListGrain>(0).SelectAsync(request, before, limit, unchangedSince);

    private async Task<JobOperation> SaveAsync(JobOperation next)
    {
        await this.WriteAsync(stored, StoredJobOperation.From(next));
        Become(next);
        return next;
    }

    private void Become(JobOperation next)
    {
        operation = next;
        if (!next.Ended)
            turns ??= this.RegisterGrainTimer(
                TakeTurnAsync,
                new GrainTimerCreationOptions
                {
                    DueTime = TimeSpan.Zero,
                    Period = retryDelay.Value,
                    Interleave = true,
                    KeepAlive = true,
                }
            );
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Starting to {Kind} all matching jobs as operation {OperationId}")]
    private partial void LogStarted(JobOperationKind kind, long operationId);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Ended operation {OperationId} ({Kind}): {Jobs} jobs and {Images} images changed"
    )]
    private partial void LogEnded(JobOperationKind kind, long operationId, long jobs, long images);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deactivating operation {OperationId}: another activation has written its state")]
    private partial void LogFenced(Exception exception, long operationId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to change job {JobId}; operation {OperationId} leaves it out")]
    private partial void LogLeftOut(Exception exception, long jobId, long operationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to make progress on operation {OperationId}; retrying in {RetryDelay}")]
    private partial void LogTurnFailed(Exception exception, long operationId, TimeSpan retryDelay);

    /// <summary>A call of one job failed.</summary>
    private sealed class JobFailedException(string message, Exception inner) : Exception(message, inner);
}
