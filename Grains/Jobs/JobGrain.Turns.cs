using Orleans.Storage;

namespace RetailPulse.Grains.Jobs;

/// <summary>Runs the timer's turns: checks the stores, advances the job's run, and ends the job.</summary>
internal sealed partial class JobGrain
{
    private void Arm() =>
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

    private void Disarm()
    {
        turns?.Dispose();
        turns = null;
    }

    private void Wake() => turns?.Change(TimeSpan.Zero, retryDelay.Value);

    /// <summary>Runs one turn. Everything that can fail happens in a turn, because a failed turn is repeated.</summary>
    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (job is null || shutdown.NoNewWork.IsCancellationRequested)
            return;
        try
        {
            if (run is { } current)
                await WorkAsync(job, current, cancellationToken);
            if (job is { Ended: true } ended && !endRecorded)
                await RecordEndAsync(ended);
            if (job is { Ended: true })
                Disarm();
        }
        catch (InconsistentStateException exception)
        {
            // Another activation has written the state, or this one's write took effect although it seemed to fail. The stored state is
            // authoritative.
            LogFenced(exception, Id);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTurnFailed(exception, Id, retryDelay.Value);
        }
    }

    private async Task WorkAsync(Job ongoing, JobRun current, CancellationToken cancellationToken)
    {
        if (ongoing.CancelRequested)
        {
            await current.StopVisitsAsync(cancellationToken);
            await ledger.CloseAsync(Id, cancellationToken);
            await EndAsync(current, closed: true, cancellationToken);
            return;
        }

        if (!ongoing.StoresChecked)
            await CheckStoresAsync(cancellationToken);
        if (await current.AdvanceAsync(cancellationToken))
            await EndAsync(current, closed: false, cancellationToken);
    }

    private async Task CheckStoresAsync(CancellationToken cancellationToken)
    {
        await stores.RecordUnknownAsync(Id, cancellationToken);
        await ChangeAsync(current => current.CheckedStores(time.GetUtcNow()));
    }

    private async Task EndAsync(JobRun current, bool closed, CancellationToken cancellationToken)
    {
        var tally = await ledger.TallyAsync(Id, cancellationToken);
        var now = time.GetUtcNow();
        var ended = job!.End(tally, closed, now);
        if (!ended.Ended)
        {
            current.Recount(tally);
            return;
        }

        var failing = await ends.ReadErrorsAsync(Id, ended, cancellationToken);
        await ChangeAsync(ongoing => ongoing.End(tally, closed, now), failing);
        telemetry.JobEnded(ended.Status, now - ended.SubmittedAt);
        LogEnded(Id, ended.Status, ended.Measured, ended.Failed);
    }
}
