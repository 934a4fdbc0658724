using System.Collections.Concurrent;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Uploads in memory, which become submissions in a <see cref="FakeLedger"/>.</summary>
internal sealed class FakeUploads(FakeLedger ledger) : IUploadLedger
{
    private readonly ConcurrentDictionary<long, (JobSubmission Head, SortedDictionary<int, VisitSubmission> Visits)> open = [];

    public Task BeginAsync(long jobId, JobSubmission head, DateTimeOffset at, CancellationToken cancellationToken)
    {
        open.TryAdd(jobId, (head, []));
        return Task.CompletedTask;
    }

    public Task<bool> AddVisitsAsync(
        long jobId,
        int first,
        IReadOnlyList<VisitSubmission> visits,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        if (!open.TryGetValue(jobId, out var upload))
            return Task.FromResult(false);
        foreach (var (place, visit) in visits.Index())
            upload.Visits[first + place] = visit;
        return Task.FromResult(true);
    }

    public async Task<bool> CompleteAsync(
        long jobId,
        int visits,
        long images,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    )
    {
        if (open.TryRemove(jobId, out var upload))
            await ledger.RecordSubmissionAsync(
                jobId,
                upload.Head with
                {
                    Visits = [.. upload.Visits.Values],
                },
                submittedAt,
                cancellationToken
            );
        return await ledger.FindSubmissionAsync(jobId, cancellationToken) is not null;
    }

    public Task AbandonAsync(long jobId, CancellationToken cancellationToken)
    {
        open.TryRemove(jobId, out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OpenUpload>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<OpenUpload>>([]);

    public Task<bool> AbandonAsync(OpenUpload upload, CancellationToken cancellationToken) => Task.FromResult(false);
}
