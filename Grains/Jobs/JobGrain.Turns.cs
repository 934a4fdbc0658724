using Orleans.Storage;

namespace RetailPulse.Grains.Jobs;

/// <summary>What the timer does: it checks the stores, keeps the window of visits filled, and stops them when the job is cancelled.</summary>
internal sealed partial class JobGrain
{
    private void Wake() => turns?.Change(TimeSpan.Zero, pause.Length);

    /// <summary>Everything that can fail is done in a turn, because a turn that failed is repeated.</summary>
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
            // Another activation of this job has written since, or this one's write took although it seemed to fail: what is stored has the say.
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
            // The reports say more than the ledger holds; the ledger is right.
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
        var asked = new List<Task>();
        var capacity = share.Images();
        do
        {
            if (current.NeedsPage) current.Append(await ledger.ReadPendingVisitsAsync(Id, current.ReadUpTo, PageSize, cancellationToken));
            while (job is { CancelRequested: false } && current.TryStart(capacity, out var visit)) asked.Add(AskAsync(visit.Visit));
        }
        while (job is { CancelRequested: false } && current.NeedsPage && current.HasRoom(capacity));
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

    /// <summary>
    /// Stops the visits in flight. An activation that has started none stops those that come first: an earlier one may have started them. A visit that
    /// is missed stops when it reports, or when the closed ledger refuses its next result.
    /// </summary>
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
