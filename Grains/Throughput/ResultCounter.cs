using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Throughput;

/// <summary>Counts the results that this silo records, in memory. Safe for concurrent use.</summary>
internal sealed class ResultCounter
{
    private long measured;
    private long failed;

    public void Count(bool isMeasured)
    {
        if (isMeasured)
            Interlocked.Increment(ref measured);
        else
            Interlocked.Increment(ref failed);
    }

    /// <summary>Counts failures that were recorded together.</summary>
    public void CountFailed(long images) => Interlocked.Add(ref failed, images);

    /// <summary>Returns what was counted since the last call.</summary>
    public ResultCounts Take()
    {
        var failures = Interlocked.Exchange(ref failed, 0);
        return new ResultCounts(Interlocked.Exchange(ref measured, 0) + failures, failures);
    }
}
