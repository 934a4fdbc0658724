using RetailPulse.Grains.Ledger;
using static RetailPulse.Tests.Cluster.Faults.FaultScopes;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>A retention ledger whose calls fail as planned, selected by job.</summary>
internal sealed class FaultyRetention(IRetentionLedger retention, FaultScopes scopes) : IRetentionLedger
{
    public Task<IReadOnlyList<long>> ReadExpiredJobsAsync(DateTimeOffset endedUpTo, int limit, CancellationToken cancellationToken) =>
        retention.ReadExpiredJobsAsync(endedUpTo, limit, cancellationToken);

    public Task<IReadOnlyList<long>> ReadRemovedJobsAsync(int limit, CancellationToken cancellationToken) =>
        retention.ReadRemovedJobsAsync(limit, cancellationToken);

    public Task<int> DeleteRowsAsync(long jobId, int limit, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "DeleteRows", () => retention.DeleteRowsAsync(jobId, limit, cancellationToken));

    public Task<int> DeleteKeysAsync(DateTimeOffset claimedBefore, int limit, CancellationToken cancellationToken) =>
        retention.DeleteKeysAsync(claimedBefore, limit, cancellationToken);
}
