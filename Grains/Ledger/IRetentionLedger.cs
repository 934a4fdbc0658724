namespace RetailPulse.Grains.Ledger;

/// <summary>Deletes jobs from the ledger. Every method may be repeated, and an interrupted deletion resumes where it stopped.</summary>
internal interface IRetentionLedger
{
    /// <summary>
    /// Returns at most <paramref name="limit"/> jobs that ended at or before <paramref name="endedUpTo"/>, ordered by their end, including
    /// jobs that are being deleted. Excludes jobs whose webhook is still due.
    /// </summary>
    Task<IReadOnlyList<long>> ReadExpiredJobsAsync(DateTimeOffset endedUpTo, int limit, CancellationToken cancellationToken);

    /// <summary>Returns at most <paramref name="limit"/> jobs that are marked as deleted, whenever they ended.</summary>
    Task<IReadOnlyList<long>> ReadRemovedJobsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes at most <paramref name="limit"/> rows of a job that is marked as deleted, in one transaction. Returns the number of rows; 0
    /// means that the job's own row is deleted too.
    /// </summary>
    Task<int> DeleteRowsAsync(long jobId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes at most <paramref name="limit"/> documents of idempotency keys that were claimed before <paramref name="claimedBefore"/>.
    /// Returns their number.
    /// </summary>
    Task<int> DeleteKeysAsync(DateTimeOffset claimedBefore, int limit, CancellationToken cancellationToken);
}
