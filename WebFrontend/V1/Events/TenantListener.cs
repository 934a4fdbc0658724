using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>The events that wait to be sent to one client: a limited number of events, and the latest figures of jobs.</summary>
/// <param name="tenant">Tenant whose events the client hears; <see langword="null"/> for those of all tenants.</param>
/// <param name="told">Cursor up to which the client has all events.</param>
internal sealed class TenantListener(string? tenant, EventCursor told) : IListener
{
    /// <summary>Maximum number of events that wait, and of jobs whose figures are remembered.</summary>
    public const int MaxWaiting = 10_000;

    private readonly ListenerSignal signal = new();
    private readonly Dictionary<long, JobFigures> shown = [];
    private Dictionary<long, JobFigures> figures = [];
    private Queue<(JobEvent Event, byte[] Bytes)> events = [];
    private bool over;

    public string? Tenant => tenant;

    public bool Overrun { get; private set; }

    /// <summary>Cursor up to which the client was sent all events.</summary>
    public EventCursor Told { get; private set; } = told;

    /// <summary>Sets the cursor, after events were sent without this listener.</summary>
    public void Knows(EventCursor cursor) => Told = cursor;

    public bool Hears(string owner) => tenant is null || owner == tenant;

    public void Event(JobEvent happened, byte[] bytes) =>
        signal.Change(() =>
        {
            if (events.Count < MaxWaiting)
                events.Enqueue((happened, bytes));
            else
                Overrun = true;
        });

    /// <summary>Sets the figures of a job. If too many wait, they are left out, and a later change is heard.</summary>
    public void Figures(long jobId, JobFigures now) =>
        signal.Change(() =>
        {
            if (figures.Count < MaxWaiting || figures.ContainsKey(jobId))
                figures[jobId] = now;
        });

    /// <summary>Ends the stream. Its client reconnects.</summary>
    public void End() => signal.Change(() => over = true);

    public Task WaitAsync(CancellationToken cancellationToken) => signal.WaitAsync(cancellationToken);

    public (List<byte[]> Bytes, bool Over) Take()
    {
        signal.Reset();
        lock (signal.Gate)
        {
            if (Overrun)
                return ([], true);
            var taken = new List<byte[]>();
            foreach (var (happened, bytes) in events.Where(waiting => waiting.Event.Cursor > Told))
            {
                taken.Add(bytes);
                Told = happened.Cursor;
                if (happened.Kind == JobEventKind.Ended)
                    Forget(happened.JobId);
            }

            taken.AddRange(figures.Select(job => Progress(job.Key, job.Value)).OfType<byte[]>());
            (events, figures) = ([], []);
            return (taken, over);
        }
    }

    /// <summary>Leaves out progress that was read before the end of its job.</summary>
    private void Forget(long jobId)
    {
        figures.Remove(jobId);
        shown.Remove(jobId);
    }

    private byte[]? Progress(long jobId, JobFigures now)
    {
        if (JobProgressEvent.Of(jobId, shown.TryGetValue(jobId, out var known) ? known : null, now) is not { } changed)
            return null;
        if (shown.Count >= MaxWaiting)
            shown.Clear();
        shown[jobId] = now;
        return EventBytes.Progress(changed, Told);
    }
}
