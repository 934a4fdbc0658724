using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs;

/// <summary>The visits of one job that are in flight, and a page of the next ones.</summary>
/// <remarks>Its memory depends on the size of the window, never on the job: finished visits leave only a count.</remarks>
internal sealed class VisitWindow(Job job, JobTally tally)
{
    private const int MaxInFlightFactor = 10;

    private readonly Dictionary<int, VisitReport> inFlight = [];
    private readonly Queue<PendingVisit> ahead = new();
    private JobTally tally = tally;
    private bool readToEnd;
    private int turn;

    /// <summary>Number of images of the visits in flight that have no result yet.</summary>
    public long Running { get; private set; }

    /// <summary>Number of these images that wait for their host or their next attempt.</summary>
    public long Waiting { get; private set; }

    /// <summary>Number of these images that do not wait.</summary>
    public long Busy => Running - Waiting;

    /// <summary>Highest visit number read from the ledger; −1 before the first page.</summary>
    public int ReadUpTo { get; private set; } = -1;

    public bool NeedsPage => ahead.Count == 0 && !readToEnd;

    /// <summary>Whether nothing is in flight and nothing is left to start.</summary>
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

    /// <summary>Returns what the images in flight wait for; <see langword="null"/> if none waits.</summary>
    /// <param name="now">Current time. Reported times before it are ignored.</param>
    public ImageWaits? CountWaits(DateTimeOffset now)
    {
        var waits = inFlight.Values.Aggregate(
            ImageWaits.None,
            (sum, report) => report.Waits is { } own ? sum.Add(own with { NextAt = own.NextAt > now ? own.NextAt : null }) : sum
        );
        return waits.Total == 0 ? null : waits;
    }

    /// <summary>Returns up to <paramref name="count"/> visits in flight. Successive calls cycle through all of them.</summary>
    public IReadOnlyList<int> NextInTurn(int count)
    {
        if (turn >= inFlight.Count)
            turn = 0;
        var visits = inFlight.Keys.Skip(turn).Take(count).ToList();
        turn += visits.Count;
        return visits;
    }

    /// <summary>Adds the next page of visits that lack results. An empty page is the end.</summary>
    /// <param name="isLast">Whether no visit comes after the page.</param>
    public void Append(IReadOnlyList<PendingVisit> page, bool isLast = false)
    {
        readToEnd = isLast || page.Count == 0;
        foreach (var visit in page)
        {
            ahead.Enqueue(visit);
            ReadUpTo = visit.Visit;
        }
    }

    /// <summary>
    /// Starts the next visit if there is room for it. A visit larger than the window starts as well: it limits itself by the silo's slots.
    /// </summary>
    public bool TryStart(long capacity, out PendingVisit visit)
    {
        visit = default;
        if (!HasRoom(capacity) || !ahead.TryDequeue(out visit))
            return false;
        inFlight[visit.Visit] = new VisitReport(visit.Visit, visit.Images, visit.Measured, visit.Failed);
        Running += visit.Images - visit.Measured - visit.Failed;
        tally = tally with
        {
            MeasuredElsewhere = tally.MeasuredElsewhere - visit.Measured,
            FailedElsewhere = tally.FailedElsewhere - visit.Failed,
        };
        return true;
    }

    /// <summary>
    /// Returns whether fewer than <paramref name="capacity"/> images are busy and the total in flight is below a multiple of it.
    /// </summary>
    /// <remarks>Images that wait do not count as busy: they need no slot, and a host that is down must not hold up other images.</remarks>
    public bool HasRoom(long capacity) => Busy < capacity && Running < MaxInFlightFactor * capacity;

    /// <summary>
    /// Records cumulative progress of a visit. A report for a visit not in flight, or with less progress than is known, changes nothing.
    /// </summary>
    public void Record(VisitReport report)
    {
        if (!inFlight.TryGetValue(report.Visit, out var known))
            return;
        var progress = report.Measured + report.Failed - known.Measured - known.Failed;
        if (progress < 0)
            return;
        Running -= progress;
        Waiting += report.Waiting - known.Waiting;
        if (report.Finished)
            Finish(report);
        else
            inFlight[report.Visit] = report;
    }

    private void Finish(VisitReport report)
    {
        inFlight.Remove(report.Visit);
        tally = tally with
        {
            FinishedVisits = tally.FinishedVisits + 1,
            Measured = tally.Measured + report.Measured,
            Failed = tally.Failed + report.Failed,
        };
    }
}
