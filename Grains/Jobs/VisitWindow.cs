using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>
/// The visits of one job that are in flight, and a page of those that come next. Its size depends on the window, never on the job:
/// what is finished leaves only a count.
/// </summary>
internal sealed class VisitWindow(Job job, JobTally tally)
{
    private const int MostInFlight = 10;

    private readonly Dictionary<int, VisitReport> inFlight = [];
    private readonly Queue<PendingVisit> ahead = new();
    private JobTally tally = tally;
    private bool readToEnd;
    private int turn;

    /// <summary>Images in flight that have no result yet.</summary>
    public long Running { get; private set; }

    /// <summary>Of those, the ones that wait for their host or their next try.</summary>
    public long Waiting { get; private set; }

    /// <summary>Of those, the ones that do not wait.</summary>
    public long Busy => Running - Waiting;

    /// <summary>The highest visit number read from the ledger; −1 before the first page.</summary>
    public int ReadUpTo { get; private set; } = -1;

    public bool NeedsPage => ahead.Count == 0 && !readToEnd;

    /// <summary>Nothing is in flight and nothing is left to start.</summary>
    public bool Drained => inFlight.Count == 0 && ahead.Count == 0 && readToEnd;

    public IEnumerable<int> InFlight => inFlight.Keys;

    public JobCounts Counts
    {
        get
        {
            var (measured, failed) = (tally.Measured + tally.MeasuredElsewhere, tally.Failed + tally.FailedElsewhere);
            var notBegun = 0L;
            foreach (var report in inFlight.Values)
                (measured, failed, notBegun) = (measured + report.Measured, failed + report.Failed, notBegun + report.NotBegun);
            return new JobCounts(job.Images, Running, measured, failed, Waiting, NotBegun: notBegun);
        }
    }

    /// <summary>Returns what images in flight wait for; <see langword="null"/> when none waits.</summary>
    /// <param name="now">A reported time that has passed is no longer known.</param>
    public ImageWaits? CountWaits(DateTimeOffset now)
    {
        var waits = inFlight.Values.Aggregate(ImageWaits.None, (sum, report) => report.Waits is { } own ? sum.Add(own with { NextAt = own.NextAt > now ? own.NextAt : null }) : sum);
        return waits.Total == 0 ? null : waits;
    }

    /// <summary>Returns up to <paramref name="count"/> visits in flight, and others at the next call, until all have had their turn.</summary>
    public IReadOnlyList<int> TakeTurns(int count)
    {
        if (turn >= inFlight.Count) turn = 0;
        var visits = inFlight.Keys.Skip(turn).Take(count).ToList();
        turn += visits.Count;
        return visits;
    }

    /// <summary>Takes the next page of visits without all their results; an empty one is the end.</summary>
    public void Append(IReadOnlyList<PendingVisit> page)
    {
        readToEnd = page.Count == 0;
        foreach (var visit in page)
        {
            ahead.Enqueue(visit);
            ReadUpTo = visit.Visit;
        }
    }

    /// <summary>
    /// The next visit to start, now in flight, while there is room for it. A visit larger than the window is started all the same: it bounds
    /// itself by the silo's slots.
    /// </summary>
    public bool TryStart(long capacity, out PendingVisit visit)
    {
        visit = default;
        if (!HasRoom(capacity) || !ahead.TryDequeue(out visit)) return false;
        inFlight[visit.Visit] = new VisitReport(visit.Visit, visit.Images, visit.Measured, visit.Failed);
        Running += visit.Images - visit.Measured - visit.Failed;
        tally = tally with { MeasuredElsewhere = tally.MeasuredElsewhere - visit.Measured, FailedElsewhere = tally.FailedElsewhere - visit.Failed };
        return true;
    }

    /// <summary>
    /// Fewer than <paramref name="capacity"/> images in flight, not counting those that wait: they need no slot, and a host that is down must
    /// not hold up the others. Even so, not more than a multiple of it in all.
    /// </summary>
    public bool HasRoom(long capacity) => Busy < capacity && Running < MostInFlight * capacity;

    /// <summary>Takes cumulative progress of a visit. One that is not in flight, or that says less than is known, changes nothing.</summary>
    public void Record(VisitReport report)
    {
        if (!inFlight.TryGetValue(report.Visit, out var known)) return;
        var progress = report.Measured + report.Failed - known.Measured - known.Failed;
        if (progress < 0) return;
        Running -= progress;
        Waiting += report.Waiting - known.Waiting;
        if (report.Finished) Finish(report);
        else inFlight[report.Visit] = report;
    }

    private void Finish(VisitReport report)
    {
        inFlight.Remove(report.Visit);
        tally = tally with { FinishedVisits = tally.FinishedVisits + 1, Measured = tally.Measured + report.Measured, Failed = tally.Failed + report.Failed };
    }
}
