using System.Collections.Concurrent;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>The ledger's promises, kept in memory; shared by all silos of a test cluster.</summary>
internal sealed class FakeLedger : ILedger
{
    private readonly ConcurrentDictionary<long, (JobSubmission Submission, DateTimeOffset At)> submissions = [];
    private readonly ConcurrentDictionary<(long Job, int Visit, int Image, int Run), ImageResult> results = [];
    private readonly ConcurrentDictionary<(long Job, int Visit, int Image), (int Run, string Url)> retries = [];
    private readonly ConcurrentDictionary<long, JobStatus> ends = [];
    private readonly ConcurrentDictionary<long, int> runs = [];
    private readonly ConcurrentDictionary<long, bool> closed = [];
    private readonly ConcurrentDictionary<string, WebhookMessage> messages = [];

    /// <summary>How many results were offered, also those that came too late.</summary>
    public int ResultsOffered;

    /// <summary>How often a submission began to be recorded.</summary>
    public int SubmissionsBegun;

    /// <summary>Thrown instead of recording a result, while set.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Thrown instead of noting a job's end, while set.</summary>
    public Exception? TroubleAtEnd { get; set; }

    /// <summary>Thrown instead of counting a job's results, while set: the job cannot be activated.</summary>
    public Exception? TroubleWhenCounting { get; set; }

    /// <summary>Thrown instead of reading a submission or visits, while set.</summary>
    public Exception? TroubleWhenReading { get; set; }

    /// <summary>How many images of unknown stores can be recorded at once.</summary>
    public int MaxUnknown { get; set; } = int.MaxValue;

    /// <summary>Awaited before a submission is recorded.</summary>
    public Task SubmissionGate { get; set; } = Task.CompletedTask;

    /// <summary>Awaited before it is read whether a job has ended.</summary>
    public Task EndReadGate { get; set; } = Task.CompletedTask;

    /// <summary>How often it was read whether a job has ended.</summary>
    public int EndReads;

    /// <summary>How often <see cref="TroubleWhenCounting"/> was thrown.</summary>
    public int CountsRefused;

    public IReadOnlyCollection<ImageResult> Results => [.. results.Values];

    public IReadOnlyDictionary<long, JobStatus> Ends => ends;

    /// <summary>Messages about the ends of jobs with a callback URL. A message that was composed again is here once.</summary>
    public IReadOnlyCollection<WebhookMessage> Messages => [.. messages.Values];

    public async Task RecordSubmissionAsync(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    )
    {
        await BeginSubmissionAsync();
        TryRecord(jobId, submission, submittedAt);
    }

    /// <summary>Counts a submission that begins, and waits for the gate.</summary>
    public Task BeginSubmissionAsync()
    {
        Interlocked.Increment(ref SubmissionsBegun);
        return SubmissionGate;
    }

    /// <summary>Records a submission. Returns <see langword="false"/> if it exists.</summary>
    public bool TryRecord(long jobId, JobSubmission submission, DateTimeOffset submittedAt)
    {
        if (submissions.ContainsKey(jobId))
            return false;

        // The end may be that of a deleted job of the same id.
        ends.TryRemove(jobId, out _);
        return submissions.TryAdd(jobId, (submission, submittedAt));
    }

    /// <summary>Removes the end from the listing row of a job, as a crash between two writes of an earlier version did.</summary>
    public void LoseEnd(long jobId) => ends.TryRemove(jobId, out _);

    public Task<SubmissionTotals?> FindSubmissionAsync(long jobId, CancellationToken cancellationToken)
    {
        ThrowWhenReading();
        return Task.FromResult(submissions.TryGetValue(jobId, out var found) ? SubmissionTotals.Of(found.Submission, found.At) : null);
    }

    public Task<IReadOnlyList<PendingVisit>> ReadPendingVisitsAsync(long jobId, int after, int limit, CancellationToken cancellationToken)
    {
        ThrowWhenReading();
        return Task.FromResult<IReadOnlyList<PendingVisit>>([
            .. Visits(jobId)
                .Skip(after + 1)
                .Where(visit => Recorded(jobId, visit.Number) < visit.Visit.ImageUrls.Count)
                .Take(limit)
                .Select(visit => (visit.Number, visit.Visit, Outcomes: Of(jobId, visit.Number).Values))
                .Select(visit => new PendingVisit(
                    visit.Number,
                    visit.Visit.StoreId,
                    visit.Visit.ImageUrls.Count,
                    visit.Outcomes.Count(outcome => outcome.Measured),
                    visit.Outcomes.Count(outcome => !outcome.Measured)
                )),
        ]);
    }

    public Task<VisitRecord?> FindVisitAsync(long jobId, int visit, CancellationToken cancellationToken)
    {
        ThrowWhenReading();
        var found = Find(jobId, visit);
        if (found is null)
            return Task.FromResult<VisitRecord?>(null);
        var tried = Enumerable.Range(0, found.ImageUrls.Count).Where(image => retries.ContainsKey((jobId, visit, image))).ToArray();
        var urls = found.ImageUrls.Select((url, image) => tried.Contains(image) ? retries[(jobId, visit, image)].Url : url);
        return Task.FromResult<VisitRecord?>(
            new VisitRecord(found.StoreId, [.. urls], Of(jobId, visit))
            {
                Runs = tried.ToDictionary(image => image, image => Run(jobId, visit, image)),
            }
        );
    }

    public Task<JobTally> TallyAsync(long jobId, CancellationToken cancellationToken)
    {
        if (TroubleWhenCounting is { } trouble)
        {
            Interlocked.Increment(ref CountsRefused);
            throw trouble;
        }

        var visits = Visits(jobId)
            .Select(visit => Of(jobId, visit.Number).Values)
            .Zip(Visits(jobId), (outcomes, visit) => (outcomes, Finished: outcomes.Count == visit.Visit.ImageUrls.Count))
            .ToList();
        return Task.FromResult(
            new JobTally(
                visits.Count(visit => visit.Finished),
                Count(true, true),
                Count(true, false),
                Count(false, true),
                Count(false, false)
            )
        );

        long Count(bool finished, bool measured) =>
            visits.Where(visit => visit.Finished == finished).Sum(visit => visit.outcomes.Count(outcome => outcome.Measured == measured));
    }

    public ValueTask<bool> RecordResultAsync(ImageResult result, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref ResultsOffered);
        if (Trouble is { } trouble)
            throw trouble;
        return ValueTask.FromResult(
            !closed.ContainsKey(result.JobId) && results.TryAdd((result.JobId, result.Visit, result.Image, result.Run), result)
        );
    }

    public Task<long> RecordUnknownStoresAsync(long jobId, ImagesOfVisits images, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var recorded = 0L;
        var wanted = Visits(jobId).Where(visit => images.Visits.Contains(visit.Number) && !closed.ContainsKey(jobId)).ToList();
        if (wanted.Sum(visit => Math.Min(visit.Visit.ImageUrls.Count - 1L, images.Last) - images.First + 1) > MaxUnknown)
            throw new StorageUnavailableException("The write takes too long.");
        foreach (var (number, visit) in wanted)
        {
            for (var image = images.First; image < visit.ImageUrls.Count && image <= images.Last; image++)
            {
                var run = Run(jobId, number, image);
                if (
                    results.TryAdd(
                        (jobId, number, image, run),
                        new ImageResult(jobId, number, image, ImageOutcome.Failed(ImageReason.UnknownStore), 0, [], at, "", run)
                    )
                )
                    recorded++;
            }
        }

        return Task.FromResult(recorded);
    }

    public Task CloseAsync(long jobId, CancellationToken cancellationToken)
    {
        closed[jobId] = true;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoreError>> ReadStoreErrorsAsync(long jobId, CancellationToken cancellationToken)
    {
        var visits = submissions[jobId].Submission.Visits;
        var kinds = results
            .Values.Where(result =>
                result.JobId == jobId && !result.Outcome.Measured && result.Run == Run(jobId, result.Visit, result.Image)
            )
            .GroupBy(result => visits[result.Visit].StoreId)
            .ToDictionary(store => store.Key, store => store.Min(result => result.Outcome.Reason.Kind()));
        return Task.FromResult<IReadOnlyList<StoreError>>([
            .. visits
                .Select(visit => visit.StoreId)
                .Distinct()
                .Where(kinds.ContainsKey)
                .Select(store => new StoreError(store, kinds[store])),
        ]);
    }

    public Task<long> RecordRetryAsync(long jobId, RetrySelection selection, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (!ends.TryGetValue(jobId, out var end) || end != JobStatus.Failed)
            return Task.FromResult(0L);
        var selected = results
            .Values.Where(result =>
                result.JobId == jobId && !result.Outcome.Measured && result.Run == Run(jobId, result.Visit, result.Image)
            )
            .Where(result => selection.Reason is null || result.Outcome.Reason == selection.Reason)
            .Where(result => selection.Place is null || selection.Place == new ImagePlace(result.Visit, result.Image))
            .ToList();
        foreach (var result in selected)
            retries[(jobId, result.Visit, result.Image)] = (
                result.Run + 1,
                selection.Url ?? Find(jobId, result.Visit)!.ImageUrls.ElementAt(result.Image)
            );
        if (selected.Count > 0)
        {
            runs.AddOrUpdate(jobId, 1, (_, run) => run + 1);
            closed.TryRemove(jobId, out _);
            ends.TryRemove(jobId, out _);
        }

        return Task.FromResult((long)selected.Count);
    }

    public Task<bool> RecordEndAsync(long jobId, JobEnd end, WebhookMessage message, CancellationToken cancellationToken)
    {
        if (TroubleAtEnd is { } trouble)
            throw trouble;
        if (end.Run < runs.GetValueOrDefault(jobId))
            return Task.FromResult(false);
        var told = submissions[jobId].Submission.CallbackUrl is not null;
        if (told)
            messages.TryAdd(message.Id, message);
        return Task.FromResult(ends.TryAdd(jobId, end.Status) && told);
    }

    public Task<bool> MarkDeletedAsync(long jobId, DateTimeOffset? endedUpTo, CancellationToken cancellationToken)
    {
        if (!ends.ContainsKey(jobId))
            return Task.FromResult(false);
        submissions.TryRemove(jobId, out _);
        return Task.FromResult(true);
    }

    public Task<bool> IsDeletedAsync(long jobId, CancellationToken cancellationToken) =>
        Task.FromResult(ends.ContainsKey(jobId) && !submissions.ContainsKey(jobId));

    public async Task<bool> HasEndedAsync(long jobId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref EndReads);
        await EndReadGate;
        return ends.ContainsKey(jobId);
    }

    public Task<IReadOnlyList<long>> ReadUnfinishedJobsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<long>>([.. submissions.Keys.Where(job => !ends.ContainsKey(job)).Order()]);

    private void ThrowWhenReading()
    {
        if (TroubleWhenReading is { } trouble)
            throw trouble;
    }

    private IEnumerable<(int Number, VisitSubmission Visit)> Visits(long jobId) =>
        submissions.TryGetValue(jobId, out var found) ? found.Submission.Visits.Select((visit, number) => (number, visit)) : [];

    private VisitSubmission? Find(long jobId, int visit) =>
        submissions.TryGetValue(jobId, out var found) && visit < found.Submission.Visits.Length ? found.Submission.Visits[visit] : null;

    private int Run(long jobId, int visit, int image) => retries.TryGetValue((jobId, visit, image), out var retry) ? retry.Run : 0;

    private int Recorded(long jobId, int visit) => Of(jobId, visit).Count;

    private Dictionary<int, ImageOutcome> Of(long jobId, int visit)
    {
        var found = new Dictionary<int, ImageOutcome>();
        var images = Find(jobId, visit)?.ImageUrls.Count ?? 0;
        for (var image = 0; image < images; image++)
        {
            if (results.TryGetValue((jobId, visit, image, Run(jobId, visit, image)), out var result))
                found[image] = result.Outcome;
        }

        return found;
    }
}
