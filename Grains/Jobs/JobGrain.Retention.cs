namespace RetailPulse.Grains.Jobs;

/// <summary>Deletes the job.</summary>
internal sealed partial class JobGrain
{
    /// <summary>Marks the job as removed in the ledger, then clears its lifecycle.</summary>
    /// <remarks>
    /// The mark comes first because it excludes a concurrent retry, even by another activation. A crash after it leaves a lifecycle that
    /// the next call clears, and rows that no list shows.
    /// </remarks>
    public async Task<bool> DeleteAsync(DateTimeOffset endedUpTo)
    {
        if (job is null) DeactivateOnIdle();
        if (job is { } known && (known.EndedAt is not { } at || at > endedUpTo)) return false;
        if (!await ledger.MarkDeletedAsync(Id, endedUpTo, CancellationToken.None)) return false;
        (job, errors) = (null, []);
        DeactivateOnIdle();
        if (stored.RecordExists) await stored.ClearStateAsync();
        return true;
    }
}
