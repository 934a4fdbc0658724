using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using static RetailPulse.Tests.Cluster.Faults.FaultScopes;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>Documents of jobs whose calls fail as planned, selected by job.</summary>
internal sealed class FaultyJobDocuments(IJobDocuments documents, FaultScopes scopes) : IJobDocuments
{
    public Task<VersionedDocument<T>?> FindAsync<T>(long jobId, CancellationToken cancellationToken)
        where T : class => scopes.RunAsync(Job(jobId), "find job", () => documents.FindAsync<T>(jobId, cancellationToken));

    public Task<int> WriteAsync<T>(long jobId, T document, int? version, CancellationToken cancellationToken)
        where T : class =>
        scopes.RunAsync(Job(jobId), "write job", () => documents.WriteAsync(jobId, document, version, cancellationToken));

    public Task RemoveAsync(long jobId, int version, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "remove job", () => documents.RemoveAsync(jobId, version, cancellationToken));

    public Task<int?> SubmitAsync<T>(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        T document,
        CancellationToken cancellationToken
    )
        where T : class =>
        scopes.RunAsync(Job(jobId), "submit job", () => documents.SubmitAsync(jobId, submission, submittedAt, document, cancellationToken));

    public Task<EndReceipt> EndAsync<T>(
        long jobId,
        T document,
        int version,
        JobEnd end,
        WebhookMessage message,
        CancellationToken cancellationToken
    )
        where T : class =>
        scopes.RunAsync(Job(jobId), "end job", () => documents.EndAsync(jobId, document, version, end, message, cancellationToken));
}
