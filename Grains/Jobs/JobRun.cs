using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>The work on an ongoing job: keeps a window of its visits in flight, and counts their images.</summary>
/// <remarks>
/// It exists in memory only, from the moment at which its grain holds an ongoing job until the job ends. It runs on the grain's scheduler,
/// one step at a time, and never changes the lifecycle.
/// </remarks>
internal sealed class JobRun(
    long jobId,
    Job job,
    ILedger ledger,
    IJobVisits visits,
    InFlightBudget.Seat seat,
    JobTelemetry.Heartbeat heartbeat,
    JobTrace trace,
    TimeProvider time
) : IDisposable
{
    private const int PageSize = 1024;

    private readonly JobRate rate = new(time);
    private readonly VisitPoll poll = new(visits, time);

    /// <summary>Visits of a new job that have not started, by their numbers.</summary>
    private readonly Dictionary<int, NewVisit> unstarted = [];

    /// <summary>Does not exist before the first turn, unless the job was just submitted.</summary>
    private VisitWindow? window;
    private Task<JobTally>? counting;
    private bool restartVisits;
    private bool closed;
    private bool disposed;

    private volatile JobProgress? progress;

    /// <summary>Raised when the run is disposed.</summary>
    public event Action? Disposed;

    /// <summary>Progress as of the last turn; <see langword="null"/> before the first one. Thread-safe.</summary>
    public JobProgress? Progress => progress;

    /// <summary>Numbers of the visits in flight, in no particular order.</summary>
    public IEnumerable<int> InFlight => window?.InFlight ?? [];

    /// <summary>Provides the visits of a job that was just submitted, so that nothing of them is read from the ledger.</summary>
    public void BeginWith(IReadOnlyList<VisitSubmission> submitted)
    {
        window = new VisitWindow(job, default);
        window.Append(
            [.. submitted.Select((visit, number) => new PendingVisit(number, visit.StoreId, visit.ImageUrls.Count))],
            isLast: true
        );
        foreach (var (number, visit) in submitted.Index())
            unstarted[number] = new NewVisit(visit.StoreId, [.. visit.ImageUrls], job.Tenant);
    }

    /// <summary>
    /// Does what can be done now: starts visits while there is room for them. Returns whether nothing is in flight and nothing is left to
    /// start.
    /// </summary>
    public async Task<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        await trace.BeginAsync(cancellationToken);
        var current = window ??= new VisitWindow(job, await ledger.TallyAsync(jobId, cancellationToken));
        heartbeat.Report(current.Counts.Measured + current.Counts.Failed);
        if (rate.Sample(current))
            progress = Observe(current);
        if (restartVisits)
            await RestartAsync(current);
        await FillAsync(current, cancellationToken);
        return current.Drained;
    }

    /// <summary>Makes the next turn start every visit in flight again, because a visit may have been lost with its silo.</summary>
    public void RestartVisits() => restartVisits = true;

    /// <summary>Records a visit's progress.</summary>
    public void Record(VisitReport report) => window?.Record(report);

    /// <summary>Replaces the counts. The ledger is authoritative if reports claim more results than it holds.</summary>
    public void Recount(JobTally tally) => window = new VisitWindow(job, tally);

    /// <summary>Prevents further visits from being started, because the job is being canceled.</summary>
    public void Close() => closed = true;

    /// <summary>Stops the visits in flight.</summary>
    /// <remarks>
    /// A run that has started no visits stops the first pending ones, because an earlier activation may have started them. A visit that is
    /// missed stops when it reports, or when the closed ledger rejects its next result.
    /// </remarks>
    public async Task StopVisitsAsync(CancellationToken cancellationToken)
    {
        int[] started = window is null
            ? [.. (await ledger.ReadPendingVisitsAsync(jobId, -1, PageSize, cancellationToken)).Select(visit => visit.Visit)]
            : [.. window.InFlight];
        await Task.WhenAll(started.Select(visits.StopAsync));
    }

    /// <summary>Returns the current counts.</summary>
    /// <remarks>Before the first turn, they come from the ledger, in one query for all concurrent callers.</remarks>
    public async ValueTask<JobCounts> CountAsync()
    {
        if (window is { } known)
            return known.Counts;
        var count = counting ??= ledger.TallyAsync(jobId, CancellationToken.None);
        try
        {
            var tally = await count;
            return (window ?? new VisitWindow(job, tally)).Counts;
        }
        finally
        {
            if (counting == count)
                counting = null;
        }
    }

    /// <summary>Brings up to date what the images in flight wait for.</summary>
    public Task PollVisitsAsync() => window is { } current ? poll.RunAsync(current) : Task.CompletedTask;

    /// <summary>Returns what the images in flight wait for; <see langword="null"/> if none waits.</summary>
    public ImageWaits? CountWaits() => window?.CountWaits(time.GetUtcNow());

    /// <summary>Returns the recent number of results per second; <see langword="null"/> if unknown.</summary>
    public double? Rate(JobCounts counts) => rate.Rate(counts);

    /// <summary>
    /// Leaves the job's share of the silo's window to other jobs. Nothing is started afterwards, but counts remain available.
    /// </summary>
    public void Dispose()
    {
        disposed = true;
        seat.Dispose();
        heartbeat.Dispose();
        trace.Dispose();
        Disposed?.Invoke();
    }

    private JobProgress Observe(VisitWindow current)
    {
        var counts = current.Counts with { Waits = CountWaits() };
        return new JobProgress(jobId, counts, rate.Rate(counts));
    }

    private async Task RestartAsync(VisitWindow current)
    {
        restartVisits = false;
        await Task.WhenAll(current.InFlight.ToArray().Select(StartAsync));
    }

    private async Task FillAsync(VisitWindow current, CancellationToken cancellationToken)
    {
        if (disposed)
            return;
        var started = new List<Task>();
        var capacity = seat.Images();
        do
        {
            if (current.NeedsPage)
                await ReadPageAsync(current, cancellationToken);
            while (!closed && current.TryStart(capacity, out var visit))
                started.Add(StartAsync(visit.Visit));
        } while (!closed && current.NeedsPage && current.HasRoom(capacity));
        seat.Record(current.Busy);
        await Task.WhenAll(started);
    }

    private async Task ReadPageAsync(VisitWindow current, CancellationToken cancellationToken)
    {
        var page = await ledger.ReadPendingVisitsAsync(jobId, current.ReadUpTo, PageSize, cancellationToken);
        current.Append(page, isLast: page.Count < PageSize);
    }

    /// <summary>Starts a visit. If the call fails, the visit stays in flight and is called again soon.</summary>
    private async Task StartAsync(int visit)
    {
        unstarted.Remove(visit, out var submitted);
        if (!await visits.StartAsync(visit, submitted))
            restartVisits = true;
    }
}
