namespace RetailPulse.Grains.Ledger;

/// <summary>Removes jobs from the ledger. Every method may be repeated, and an interrupted removal resumes where it stopped.</summary>
internal interface IRetentionLedger
{
    /// <summary>
    /// Returns at most <paramref name="limit"/> jobs that ended at or before <paramref name="endedUpTo"/>, ordered by their end, including
    /// jobs that are being removed. Excludes jobs whose webhook is still due.
    /// </summary>
    Task<IReadOnlyList<long>> ReadExpiredJobsAsync(DateTimeOffset endedUpTo, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes at most <paramref name="limit"/> rows of a job that is marked as removed, in one transaction. Returns the number of rows; 0
    /// means that the job's own row is removed too.
    /// </summary>
    Task<int> RemoveRowsAsync(long jobId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes at most <paramref name="limit"/> documents of idempotency keys that were claimed before <paramref name="claimedBefore"/>.
    /// Returns their number.
    /// </summary>
    Task<int> RemoveKeysAsync(DateTimeOffset claimedBefore, int limit, CancellationToken cancellationToken);
}
