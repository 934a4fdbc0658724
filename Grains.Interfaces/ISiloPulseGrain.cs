namespace RetailPulse;

/// <summary>Lets a front end check that a silo responds, without involving the database. Any silo can serve it. Key: 0.</summary>
[Alias("silo-pulse"), Version(1)]
public interface ISiloPulseGrain : IGrainWithIntegerKey
{
    /// <summary>Returns at once.</summary>
    [Alias("beat"), ResponseTimeout(ResponseTimeouts.Pulse)]
    ValueTask BeatAsync();
}
