using System.Collections.Immutable;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Events;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

/// <summary>A ledger with events, of which a page has at most a given number.</summary>
internal sealed class FakeEvents(int page = 1_000) : IEventSource
{
    private readonly Lock gate = new();
    private readonly List<JobEvent> events = [];
    private readonly Dictionary<long, (string Tenant, JobFigures Now)> ongoing = [];
    private int reads;
    private int figureReads;

    /// <summary>Called before each read of events, with the tenants that are read.</summary>
    public Action<ImmutableArray<string>>? Reading { get; set; }

    public bool Unavailable { get; set; }

    public int Reads => Volatile.Read(ref reads);

    public int FigureReads => Volatile.Read(ref figureReads);

    public static EventCursor Start => EventCursor.After(0, 0);

    public static JobEvent Submitted(long job, long commit, string tenant = "acme") =>
        new(EventCursor.OfJob(0, commit, job), JobEventKind.Submitted, tenant, DateTimeOffset.UnixEpoch, Visits: 1, Images: 2);

    public static JobEvent Ended(long job, long commit, string tenant = "acme") =>
        new(
            EventCursor.OfJob(0, commit, job),
            JobEventKind.Ended,
            tenant,
            DateTimeOffset.UnixEpoch,
            Images: 2,
            Status: JobStatus.Completed,
            Measured: 2
        );

    public void Add(params IEnumerable<JobEvent> added)
    {
        lock (gate)
            events.AddRange(added);
    }

    public void Set(long job, JobFigures now, string tenant = "acme")
    {
        lock (gate)
            ongoing[job] = (tenant, now);
    }

    public void End(long job)
    {
        lock (gate)
            ongoing.Remove(job);
    }

    public Task<JobEventPage> ReadAsync(EventCursor? after, ImmutableArray<string> tenants)
    {
        Interlocked.Increment(ref reads);
        if (Unavailable)
            throw new ClusterUnavailableException(new TimeoutException());
        Reading?.Invoke(tenants);
        lock (gate)
        {
            var end = EventCursor.After(0, events.Count == 0 ? 0 : events[^1].Cursor.Commit);
            if (after is not { } from)
                return Task.FromResult(new JobEventPage([], end));
            if (from.Origin != 0)
                return Task.FromResult(new JobEventPage([], end, Lost: true));
            JobEvent[] examined = [.. events.Where(happened => happened.Cursor > from).Take(page)];
            return Task.FromResult(
                new JobEventPage(
                    [.. examined.Where(happened => tenants.Length == 0 || tenants.Contains(happened.Tenant))],
                    examined is [.., var last] ? last.Cursor : from,
                    More: examined.Length == page
                )
            );
        }
    }

    public Task<ImmutableArray<OngoingJob>> ReadOngoingAsync(ImmutableArray<string> tenants, long after, int limit)
    {
        lock (gate)
            return Task.FromResult<ImmutableArray<OngoingJob>>([
                .. ongoing
                    .Where(job => job.Key > after && (tenants.Length == 0 || tenants.Contains(job.Value.Tenant)))
                    .OrderBy(job => job.Key)
                    .Take(limit)
                    .Select(job => new OngoingJob(job.Key, job.Value.Tenant)),
            ]);
    }

    public Task<JobFigures?> ReadFiguresAsync(long jobId)
    {
        Interlocked.Increment(ref figureReads);
        lock (gate)
            return Task.FromResult<JobFigures?>(ongoing.TryGetValue(jobId, out var job) ? job.Now : null);
    }
}
