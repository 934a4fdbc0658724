using System.Collections.Concurrent;
using RetailPulse.Tests.Chaos.Load;

namespace RetailPulse.Tests.Chaos.Judgement;

/// <summary>All that clients sent and were told.</summary>
internal sealed class Testimony
{
    private readonly ConcurrentDictionary<string, PlannedJob> sent = new();
    private readonly ConcurrentQueue<Acknowledgement> acknowledgements = new();
    private readonly ConcurrentDictionary<long, ConcurrentQueue<string>> statuses = new();
    private readonly ConcurrentQueue<string> strange = new();
    private readonly ConcurrentDictionary<long, bool> cancels = new();
    private readonly ConcurrentDictionary<long, int> retries = new();
    private readonly ConcurrentQueue<(long JobId, long Results)> counts = new();

    /// <summary>Jobs by tag of which at least one submission left, answered or not.</summary>
    public IReadOnlyDictionary<string, PlannedJob> Sent => sent;

    public IReadOnlyCollection<Acknowledgement> Acknowledgements => acknowledgements;

    /// <summary>The job ids that were told.</summary>
    public IReadOnlySet<long> Jobs => acknowledgements.Select(told => told.JobId).ToHashSet();

    /// <summary>Answers that the service may never give.</summary>
    public IReadOnlyCollection<string> Strange => strange;

    /// <summary>Numbers of results that cancelled jobs were reported to have after their end.</summary>
    public IReadOnlyCollection<(long JobId, long Results)> Counts => counts;

    public void Cancel(long jobId) => cancels[jobId] = true;

    /// <summary>Whether a request to cancel the job was sent, whatever the response.</summary>
    public bool IsCancelled(long jobId) => cancels.ContainsKey(jobId);

    public void Retry(long jobId) => retries.AddOrUpdate(jobId, 1, (_, times) => times + 1);

    /// <summary>Number of requests to retry the job that were sent, whatever the response.</summary>
    public int Retries(long jobId) => retries.GetValueOrDefault(jobId);

    public void Count(long jobId, long results) => counts.Enqueue((jobId, results));

    public void Send(PlannedJob job) => sent.TryAdd(job.Tag, job);

    public void Acknowledge(string tag, long jobId) => acknowledgements.Enqueue(new Acknowledgement(tag, jobId));

    /// <summary>Call in the order of the answers: the next request about this job must not leave before.</summary>
    public void Observe(long jobId, string answer) => statuses.GetOrAdd(jobId, _ => new()).Enqueue(answer);

    public void Wonder(string answer) => strange.Enqueue(answer);

    /// <summary>Whether the last answer about a job leaves its end open.</summary>
    public bool IsOngoing(long jobId) => statuses[jobId].Last().Contains("ongoing", StringComparison.Ordinal);

    /// <summary>The status answers about a job, in their order, repetitions left out.</summary>
    public IReadOnlyList<string> Statuses(long jobId)
    {
        var changes = new List<string>();
        foreach (var answer in statuses.GetValueOrDefault(jobId) ?? [])
            if (changes.Count == 0 || changes[^1] != answer) changes.Add(answer);
        return changes;
    }
}

/// <summary>A <c>201</c>.</summary>
internal sealed record Acknowledgement(string Tag, long JobId);
