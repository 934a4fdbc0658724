using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using static RetailPulse.Tests.Cluster.Faults.FaultScopes;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>A ledger whose calls fail as planned, selected by job.</summary>
internal sealed class FaultyLedger(ILedger ledger, FaultScopes scopes) : ILedger, IAsyncDisposable
{
    public Task RecordSubmissionAsync(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        CancellationToken cancellationToken
    ) =>
        scopes.RunAsync(
            Job(jobId),
            "RecordSubmission",
            () => ledger.RecordSubmissionAsync(jobId, submission, submittedAt, cancellationToken)
        );

    public Task<SubmissionTotals?> FindSubmissionAsync(long jobId, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "FindSubmission", () => ledger.FindSubmissionAsync(jobId, cancellationToken));

    public Task<IReadOnlyList<PendingVisit>> ReadPendingVisitsAsync(
        long jobId,
        int after,
        int limit,
        CancellationToken cancellationToken
    ) => scopes.RunAsync(Job(jobId), "ReadPendingVisits", () => ledger.ReadPendingVisitsAsync(jobId, after, limit, cancellationToken));

    public Task<VisitRecord?> FindVisitAsync(long jobId, int visit, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "FindVisit", () => ledger.FindVisitAsync(jobId, visit, cancellationToken));

    public Task<JobTally> TallyAsync(long jobId, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "Tally", () => ledger.TallyAsync(jobId, cancellationToken));

    public ValueTask<bool> RecordResultAsync(ImageResult result, CancellationToken cancellationToken) =>
        new(scopes.RunAsync(Job(result.JobId), "RecordResult", () => ledger.RecordResultAsync(result, cancellationToken).AsTask()));

    public Task<long> RecordUnknownStoresAsync(long jobId, ImagesOfVisits images, DateTimeOffset at, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "RecordUnknownStores", () => ledger.RecordUnknownStoresAsync(jobId, images, at, cancellationToken));

    public Task CloseAsync(long jobId, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "Close", () => ledger.CloseAsync(jobId, cancellationToken));

    public Task<IReadOnlyList<StoreError>> ReadStoreErrorsAsync(long jobId, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "ReadStoreErrors", () => ledger.ReadStoreErrorsAsync(jobId, cancellationToken));

    public Task<long> RecordRetryAsync(long jobId, RetrySelection selection, DateTimeOffset at, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "RecordRetry", () => ledger.RecordRetryAsync(jobId, selection, at, cancellationToken));

    public Task<bool> RecordEndAsync(long jobId, JobEnd end, WebhookMessage message, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "RecordEnd", () => ledger.RecordEndAsync(jobId, end, message, cancellationToken));

    public Task<bool> MarkDeletedAsync(long jobId, DateTimeOffset? endedUpTo, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "MarkDeleted", () => ledger.MarkDeletedAsync(jobId, endedUpTo, cancellationToken));

    public Task<bool> IsDeletedAsync(long jobId, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "IsDeleted", () => ledger.IsDeletedAsync(jobId, cancellationToken));

    public Task<bool> HasEndedAsync(long jobId, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "HasEnded", () => ledger.HasEndedAsync(jobId, cancellationToken));

    public Task<IReadOnlyList<long>> ReadUnfinishedJobsAsync(CancellationToken cancellationToken) =>
        ledger.ReadUnfinishedJobsAsync(cancellationToken);

    public ValueTask DisposeAsync() => ledger is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
