using System.Collections.Concurrent;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Fakes;

/// <summary>The ledger's promises, kept in memory; shared by all silos of a test cluster.</summary>
internal sealed class FakeLedger : ILedger
{
    private readonly ConcurrentDictionary<long, (JobSubmission Submission, DateTimeOffset At)> submissions = [];
    private readonly ConcurrentDictionary<(long Job, int Visit, int Image), ImageResult> results = [];
    private readonly ConcurrentDictionary<long, JobStatus> ends = [];

    /// <summary>How many results were offered, also those that came too late.</summary>
    public int ResultsOffered;

    /// <summary>Thrown instead of recording a result, while set.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Thrown instead of noting a job's end, while set.</summary>
    public Exception? TroubleAtEnd { get; set; }

    /// <summary>Thrown instead of counting a job's results, while set: the job cannot be activated.</summary>
    public Exception? TroubleWhenCounting { get; set; }

    /// <summary>How often <see cref="TroubleWhenCounting"/> was thrown.</summary>
    public int CountsRefused;

    public IReadOnlyCollection<ImageResult> Results => [.. results.Values];

    public IReadOnlyDictionary<long, JobStatus> Ends => ends;

    public Task RecordSubmissionAsync(long jobId, JobSubmission submission, DateTimeOffset submittedAt, CancellationToken cancellationToken)
    {
        submissions.TryAdd(jobId, (submission, submittedAt));
        return Task.CompletedTask;
    }

    public Task<SubmissionTotals?> FindSubmissionAsync(long jobId, CancellationToken cancellationToken) =>
        Task.FromResult(submissions.TryGetValue(jobId, out var found)
            ? new SubmissionTotals(found.Submission.Visits.Length, found.Submission.Visits.Sum(visit => (long)visit.ImageUrls.Count), found.At)
            : null);

    public Task<IReadOnlyList<PendingVisit>> ReadPendingVisitsAsync(long jobId, int after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PendingVisit>>([.. Visits(jobId)
            .Skip(after + 1)
            .Where(visit => Recorded(jobId, visit.Number) < visit.Visit.ImageUrls.Count)
            .Take(limit)
            .Select(visit => new PendingVisit(visit.Number, visit.Visit.StoreId, visit.Visit.ImageUrls.Count))]);

    public Task<VisitRecord?> FindVisitAsync(long jobId, int visit, CancellationToken cancellationToken)
    {
        var found = Find(jobId, visit);
        return Task.FromResult(found is null ? null : new VisitRecord(found.StoreId, [.. found.ImageUrls], Of(jobId, visit)));
    }

    public Task<JobTally> TallyAsync(long jobId, CancellationToken cancellationToken)
    {
        if (TroubleWhenCounting is { } trouble)
        {
            Interlocked.Increment(ref CountsRefused);
            throw trouble;
        }

        var finished = Visits(jobId).Where(visit => Recorded(jobId, visit.Number) == visit.Visit.ImageUrls.Count).Select(visit => visit.Number).ToHashSet();
        var counted = results.Values.Where(result => result.JobId == jobId && finished.Contains(result.Visit)).ToLookup(result => result.Outcome.Measured);
        return Task.FromResult(new JobTally(finished.Count, counted[true].Count(), counted[false].Count()));
    }

    public ValueTask<bool> RecordResultAsync(ImageResult result, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref ResultsOffered);
        if (Trouble is { } trouble) throw trouble;
        return ValueTask.FromResult(results.TryAdd((result.JobId, result.Visit, result.Image), result));
    }

    public Task RecordUnknownStoresAsync(long jobId, IReadOnlyCollection<int> visits, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var (number, visit) in Visits(jobId).Where(visit => visits.Contains(visit.Number)))
        {
            for (var image = 0; image < visit.ImageUrls.Count; image++)
                results.TryAdd((jobId, number, image), new ImageResult(jobId, number, image, ImageOutcome.Failed(ImageReason.UnknownStore), 0, [], at, ""));
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoreError>> ReadStoreErrorsAsync(long jobId, CancellationToken cancellationToken)
    {
        var visits = submissions[jobId].Submission.Visits;
        var kinds = results.Values.Where(result => result.JobId == jobId && !result.Outcome.Measured)
            .GroupBy(result => visits[result.Visit].StoreId)
            .ToDictionary(store => store.Key, store => store.Min(result => result.Outcome.Reason.Kind()));
        return Task.FromResult<IReadOnlyList<StoreError>>(
            [.. visits.Select(visit => visit.StoreId).Distinct().Where(kinds.ContainsKey).Select(store => new StoreError(store, kinds[store]))]);
    }

    public Task RecordEndAsync(long jobId, JobStatus status, DateTimeOffset endedAt, CancellationToken cancellationToken)
    {
        if (TroubleAtEnd is { } trouble) throw trouble;
        ends.TryAdd(jobId, status);
        return Task.CompletedTask;
    }

    public Task<bool> HasEndedAsync(long jobId, CancellationToken cancellationToken) => Task.FromResult(ends.ContainsKey(jobId));

    public Task<IReadOnlyList<long>> ReadUnfinishedJobsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<long>>([.. submissions.Keys.Where(job => !ends.ContainsKey(job)).Order()]);

    private IEnumerable<(int Number, VisitSubmission Visit)> Visits(long jobId) =>
        submissions.TryGetValue(jobId, out var found) ? found.Submission.Visits.Select((visit, number) => (number, visit)) : [];

    private VisitSubmission? Find(long jobId, int visit) =>
        submissions.TryGetValue(jobId, out var found) && visit < found.Submission.Visits.Length ? found.Submission.Visits[visit] : null;

    private int Recorded(long jobId, int visit) => Of(jobId, visit).Count;

    private Dictionary<int, ImageOutcome> Of(long jobId, int visit)
    {
        var found = new Dictionary<int, ImageOutcome>();
        var images = Find(jobId, visit)?.ImageUrls.Count ?? 0;
        for (var image = 0; image < images; image++)
        {
            if (results.TryGetValue((jobId, visit, image), out var result)) found[image] = result.Outcome;
        }

        return found;
    }
}
