namespace RetailPulse.Hosts;

/// <summary>Lists the hosts that images are fetched from, as all silos know them. Any silo does. Key: 0.</summary>
[Alias("host-list"), Version(1)]
public interface IHostListGrain : IGrainWithIntegerKey
{
    /// <summary>Returns the <paramref name="limit"/> (1 to 1,000) most troubled hosts of the cluster, the most troubled first.</summary>
    /// <remarks>3 s: every silo is asked at once, and one that does not respond within 1 s is left out.</remarks>
    [Alias("read"), ResponseTimeout("00:00:03")]
    Task<HostList> ReadAsync(int limit);
}
