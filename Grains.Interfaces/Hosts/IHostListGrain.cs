namespace RetailPulse.Hosts;

/// <summary>Lists the image hosts that all silos know. Any silo can serve it. Key: 0.</summary>
[Alias("host-list"), Version(1)]
public interface IHostListGrain : IGrainWithIntegerKey
{
    /// <summary>Returns the <paramref name="limit"/> (1 to 1,000) most troubled hosts of the cluster, the most troubled first.</summary>
    /// <remarks>Timeout 3 s: all silos are queried at once, and a silo that does not respond within 1 s is left out.</remarks>
    [Alias("read"), ResponseTimeout(ResponseTimeouts.HostList)]
    Task<HostList> ReadAsync(int limit);
}
