namespace RetailPulse.Grains.Jobs;

/// <summary>How a job ends its life.</summary>
internal sealed partial class JobGrain
{
    /// <summary>
    /// The ledger's mark goes first: it and a retry, also one of another activation, keep each other out. A crash behind it leaves a lifecycle that the
    /// next call clears, and rows that are in no list.
    /// </summary>
    public async Task<bool> ForgetAsync(DateTimeOffset endedUpTo)
    {
        if (job is null) DeactivateOnIdle();
        if (job is { } known && (known.EndedAt is not { } at || at > endedUpTo)) return false;
        if (!await ledger.RecordRemovalAsync(Id, endedUpTo, CancellationToken.None)) return false;
        (job, errors) = (null, []);
        DeactivateOnIdle();
        if (stored.RecordExists) await stored.ClearStateAsync();
        return true;
    }
}
