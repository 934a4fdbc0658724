using System.Collections.Concurrent;
using RetailPulse.Tests.Chaos.Load;

namespace RetailPulse.Tests.Chaos.Judgement;

/// <summary>All requests of the clients and the responses that they received.</summary>
internal sealed class Testimony
{
    private readonly ConcurrentDictionary<string, PlannedJob> sent = new();
    private readonly ConcurrentQueue<Acknowledgement> acknowledgements = new();
    private readonly ConcurrentDictionary<long, ConcurrentQueue<string>> statuses = new();
    private readonly ConcurrentQueue<string> strange = new();
    private readonly ConcurrentDictionary<long, bool> cancels = new();
    private readonly ConcurrentDictionary<long, int> retries = new();
    private readonly ConcurrentQueue<(long JobId, long Results)> counts = new();

    /// <summary>Jobs by tag for which at least one submission was sent, whether or not it got a response.</summary>
    public IReadOnlyDictionary<string, PlannedJob> Sent => sent;

    public IReadOnlyCollection<Acknowledgement> Acknowledgements => acknowledgements;

    /// <summary>The job ids that were returned.</summary>
    public IReadOnlySet<long> Jobs => acknowledgements.Select(told => told.JobId).ToHashSet();

    /// <summary>Responses that the service must never send.</summary>
    public IReadOnlyCollection<string> Strange => strange;

    /// <summary>Numbers of results that canceled jobs were reported to have after their end.</summary>
    public IReadOnlyCollection<(long JobId, long Results)> Counts => counts;

    public void Cancel(long jobId) => cancels[jobId] = true;

    /// <summary>Returns whether a request to cancel the job was sent, regardless of the response.</summary>
    public bool IsCancelled(long jobId) => cancels.ContainsKey(jobId);

    public void Retry(long jobId) => retries.AddOrUpdate(jobId, 1, (_, times) => times + 1);

    /// <summary>Returns the number of requests to retry the job that were sent, regardless of the responses.</summary>
    public int Retries(long jobId) => retries.GetValueOrDefault(jobId);

    public void Count(long jobId, long results) => counts.Enqueue((jobId, results));

    public void Send(PlannedJob job) => sent.TryAdd(job.Tag, job);

    public void Acknowledge(string tag, long jobId) => acknowledgements.Enqueue(new Acknowledgement(tag, jobId));

    /// <summary>Records a status. Call in the order of the responses: the next request about this job must not be sent before.</summary>
    public void Observe(long jobId, string answer) => statuses.GetOrAdd(jobId, _ => new()).Enqueue(answer);

    public void Wonder(string answer) => strange.Enqueue(answer);

    /// <summary>Returns whether the job had not ended according to its last response.</summary>
    public bool IsOngoing(long jobId) => statuses[jobId].Last().Contains("ongoing", StringComparison.Ordinal);

    /// <summary>Returns the statuses of a job in order, without repetitions.</summary>
    public IReadOnlyList<string> Statuses(long jobId)
    {
        var changes = new List<string>();
        foreach (var answer in statuses.GetValueOrDefault(jobId) ?? [])
            if (changes.Count == 0 || changes[^1] != answer)
                changes.Add(answer);
        return changes;
    }
}

/// <summary>A <c>201</c> response.</summary>
internal sealed record Acknowledgement(string Tag, long JobId);
