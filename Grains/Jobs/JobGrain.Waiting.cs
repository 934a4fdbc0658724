namespace RetailPulse.Grains.Jobs;

/// <summary>
/// What images wait for changes without a report: visits report when images have results or when all of theirs wait. While somebody looks at the job, it looks at
/// its visits in turn.
/// </summary>
internal sealed partial class JobGrain
{
    /// <summary>Visits that one look asks; most jobs have fewer in flight, and of larger ones a part tells enough.</summary>
    private const int LookedAtAtOnce = 64;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookFor = TimeSpan.FromMilliseconds(250);

    private Task looking = Task.CompletedTask;
    private long? lookedAt;

    /// <summary>Begins a look unless the last one was a moment ago, and waits for it, but not for a visit whose silo hangs.</summary>
    private async Task LookAtVisitsAsync()
    {
        if (window is not { } current) return;
        if (looking.IsCompleted && (lookedAt is not { } last || time.GetElapsedTime(last) >= LookEvery))
        {
            lookedAt = time.GetTimestamp();
            looking = Task.WhenAll(current.TakeTurns(LookedAtAtOnce).Select(visit => LookAtAsync(current, visit)));
        }

        await looking.WaitAsync(LookFor, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task LookAtAsync(VisitWindow current, int visit)
    {
        try
        {
            // The last report is the visit's own to make.
            if (await references.Visit(Id, visit).ReadProgressAsync() is { Finished: false } report) current.Record(report);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // What the visit reported last stands.
        }
    }
}
