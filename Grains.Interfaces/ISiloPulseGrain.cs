namespace RetailPulse;

/// <summary>Lets a front end feel whether a silo answers. Any silo does, by itself, without its database. Key: 0.</summary>
[Alias("silo-pulse"), Version(1)]
public interface ISiloPulseGrain : IGrainWithIntegerKey
{
    /// <summary>Answers.</summary>
    [Alias("beat"), ResponseTimeout("00:00:01")]
    ValueTask BeatAsync();
}
