using RetailPulse.Grains.Ledger;
using static RetailPulse.Tests.Cluster.Faults.FaultScopes;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>A retention ledger whose calls fail as planned, selected by job.</summary>
internal sealed class FaultyRetention(IRetentionLedger retention, FaultScopes scopes) : IRetentionLedger
{
    public Task<IReadOnlyList<long>> ReadExpiredJobsAsync(DateTimeOffset endedUpTo, int limit, CancellationToken cancellationToken) =>
        retention.ReadExpiredJobsAsync(endedUpTo, limit, cancellationToken);

    public Task<int> RemoveRowsAsync(long jobId, int limit, CancellationToken cancellationToken) =>
        scopes.RunAsync(Job(jobId), "RemoveRows", () => retention.RemoveRowsAsync(jobId, limit, cancellationToken));

    public Task<int> RemoveKeysAsync(DateTimeOffset claimedBefore, int limit, CancellationToken cancellationToken) => retention.RemoveKeysAsync(claimedBefore, limit, cancellationToken);
}
