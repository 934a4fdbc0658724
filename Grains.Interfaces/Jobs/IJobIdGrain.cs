namespace RetailPulse.Jobs;

/// <summary>Hands out job ids. One per cluster, key 0.</summary>
[Alias("job-id"), Version(1)]
public interface IJobIdGrain : IGrainWithIntegerKey
{
    /// <summary>An id never handed out before, higher than every earlier one, positive and below 2^53.</summary>
    [Alias("next")]
    ValueTask<long> NextAsync();
}
