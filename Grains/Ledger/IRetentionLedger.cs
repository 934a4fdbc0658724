namespace RetailPulse.Grains.Ledger;

/// <summary>How jobs leave the ledger. Every method may be repeated, and a removal that was broken off goes on where it was.</summary>
internal interface IRetentionLedger
{
    /// <summary>At most <paramref name="limit"/> jobs that ended then or before, those that ended first coming first; also those that are being removed. A job whose webhook is still due is not among them.</summary>
    Task<IReadOnlyList<long>> ReadExpiredJobsAsync(DateTimeOffset endedUpTo, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes at most <paramref name="limit"/> rows, in one transaction, of a job whose removal is recorded; answers how many. The job's own row goes
    /// last, when the answer is 0.
    /// </summary>
    Task<int> RemoveRowsAsync(long jobId, int limit, CancellationToken cancellationToken);

    /// <summary>Removes at most <paramref name="limit"/> documents of idempotency keys that were claimed before that instant; answers how many.</summary>
    Task<int> RemoveKeysAsync(DateTimeOffset claimedBefore, int limit, CancellationToken cancellationToken);
}
