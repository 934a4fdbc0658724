namespace RetailPulse.Grains.Jobs;

/// <summary>Keeps the information about waiting images up to date while a client watches the job.</summary>
/// <remarks>
/// Visits report only when images get results or when all of their images wait, so what images wait for changes without a report. While a
/// client reads the job's details, the job polls its visits in turn.
/// </remarks>
internal sealed partial class JobGrain
{
    /// <summary>
    /// Maximum number of visits per poll. Most jobs have fewer in flight, and a sample of a larger job is representative.
    /// </summary>
    private const int LookedAtAtOnce = 64;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookFor = TimeSpan.FromMilliseconds(250);

    private Task looking = Task.CompletedTask;
    private long? lookedAt;

    /// <summary>
    /// Polls visits unless the last poll was less than a second ago, and waits for it, but not for a visit whose silo hangs.
    /// </summary>
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
            // The visit itself delivers its final report.
            if (await references.Visit(Id, visit).ReadProgressAsync() is { Finished: false } report) current.Record(report);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The visit's last report remains valid.
        }
    }
}
