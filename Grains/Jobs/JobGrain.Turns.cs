using Orleans.Storage;

namespace RetailPulse.Grains.Jobs;

/// <summary>
/// Runs the timer's turns: checks the stores, keeps the window of visits filled, and stops visits when the job is canceled.
/// </summary>
internal sealed partial class JobGrain
{
    private void Wake() => turns?.Change(TimeSpan.Zero, pause.Length);

    /// <summary>Runs one turn. Everything that can fail happens in a turn, because a failed turn is repeated.</summary>
    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (job is null || drain.Closing.IsCancellationRequested) return;
        try
        {
            if (!job.Ended) await WorkAsync(job, cancellationToken);
            if (job is { Ended: true } ended) await RecordEndAsync(ended);
            if (job is { Ended: true }) Disarm();
        }
        catch (InconsistentStateException exception)
        {
            // Another activation has written the state, or this one's write took effect although it seemed to fail. The stored state is
            // authoritative.
            LogFenced(exception, Id);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTurnFailed(exception, Id, pause.Length);
        }
    }

    private async Task WorkAsync(Job ongoing, CancellationToken cancellationToken)
    {
        if (ongoing.CancelRequested)
        {
            await CancelVisitsAsync(cancellationToken);
            await ledger.CloseAsync(Id, cancellationToken);
            await EndAsync(closed: true, cancellationToken);
            return;
        }

        if (!ongoing.StoresChecked) await CheckStoresAsync(cancellationToken);
        window ??= new VisitWindow(ongoing, await ledger.TallyAsync(Id, cancellationToken));
        pace.Note(window);
        if (askAgain) await AskAgainAsync(window);
        await FillAsync(window, cancellationToken);
        if (window is { Drained: true }) await EndAsync(closed: false, cancellationToken);
    }

    private async Task CheckStoresAsync(CancellationToken cancellationToken)
    {
        await stores.RecordUnknownAsync(Id, cancellationToken);
        await ChangeAsync(current => current.CheckedStores());
    }

    private async Task EndAsync(bool closed, CancellationToken cancellationToken)
    {
        var tally = await ledger.TallyAsync(Id, cancellationToken);
        var now = time.GetUtcNow();
        var ended = job!.End(tally, closed, now);
        if (!ended.Ended)
        {
            // The reports claim more results than the ledger holds. The ledger is authoritative.
            window = new VisitWindow(job, tally);
            return;
        }

        var failing = await ReadErrorsAsync(ended, cancellationToken);
        await ChangeAsync(current => current.End(tally, closed, now), failing);
        LogEnded(Id, ended.Status, ended.Measured, ended.Failed);
    }

    private async Task AskAgainAsync(VisitWindow current)
    {
        askAgain = false;
        await Task.WhenAll(current.InFlight.ToArray().Select(AskAsync));
    }

    private async Task FillAsync(VisitWindow current, CancellationToken cancellationToken)
    {
        if (seat is null) return;
        var asked = new List<Task>();
        var capacity = seat.Images();
        do
        {
            if (current.NeedsPage) current.Append(await ledger.ReadPendingVisitsAsync(Id, current.ReadUpTo, PageSize, cancellationToken));
            while (job is { CancelRequested: false } && current.TryStart(capacity, out var visit)) asked.Add(AskAsync(visit.Visit));
        }
        while (job is { CancelRequested: false } && current.NeedsPage && current.HasRoom(capacity));
        seat.Record(current.Busy);
        await Task.WhenAll(asked);
    }

    /// <summary>Starts a visit. If the call fails, the visit stays in flight and is called again soon.</summary>
    private async Task AskAsync(int visit)
    {
        try
        {
            await references.Visit(Id, visit).StartAsync().WaitAsync(drain.Closing);
        }
        catch (OperationCanceledException)
        {
            // This silo is shutting down. The job's next activation starts the visit.
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogVisitNotAsked(exception, Id, visit);
            askAgain = true;
        }
    }

    /// <summary>Stops the visits in flight.</summary>
    /// <remarks>
    /// An activation that has started no visits stops the first pending ones, because an earlier activation may have started them. A visit
    /// that is missed stops when it reports, or when the closed ledger rejects its next result.
    /// </remarks>
    private async Task CancelVisitsAsync(CancellationToken cancellationToken)
    {
        int[] started = window is null
            ? [.. (await ledger.ReadPendingVisitsAsync(Id, -1, PageSize, cancellationToken)).Select(visit => visit.Visit)]
            : [.. window.InFlight];
        await Task.WhenAll(started.Select(CancelVisitAsync));
    }

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
}
