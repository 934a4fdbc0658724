using Orleans.Storage;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>What the timer does: it checks the stores, keeps the window of visits filled, and stops them when the job is cancelled.</summary>
internal sealed partial class JobGrain
{
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
        if (seat is null) return;
        var capacity = seat.Images();
        do
        {
            if (current.NeedsPage) current.Append(await ledger.ReadPendingVisitsAsync(Id, current.ReadUpTo, PageSize, cancellationToken));
            while (cancelled is null && current.TryStart(capacity, out var visit)) asked.Add(AskAsync(visit.Visit));
        }
        while (cancelled is null && current.NeedsPage && current.HasRoom(capacity));
        seat.Record(current.Busy);
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
}
