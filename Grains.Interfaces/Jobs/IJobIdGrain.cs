namespace RetailPulse.Jobs;

/// <summary>Issues job ids. One per cluster. Key: 0.</summary>
[Alias("job-id"), Version(1)]
public interface IJobIdGrain : IGrainWithIntegerKey
{
    /// <summary>Returns a new job id: higher than every earlier one, positive and below 2^53.</summary>
    [Alias("next")]
    ValueTask<long> NextAsync();
}
