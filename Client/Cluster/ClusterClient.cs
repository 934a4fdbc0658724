namespace RetailPulse.Client;

/// <summary>The cluster that runs the service. If keys are configured, every call needs one with the role <c>admin</c>.</summary>
public sealed class ClusterClient
{
    private readonly ApiCalls calls;

    internal ClusterClient(ApiCalls calls) => this.calls = calls;

    /// <summary>Returns the front end that responds, and all silos with their reports and settings.</summary>
    /// <exception cref="RetailPulseException">The key does not have the role <c>admin</c> (403, <c>forbidden</c>), or the service did not respond.</exception>
    public Task<ClusterState> GetAsync(CancellationToken cancellationToken = default) =>
        calls.GetAsync("api/v1/cluster", ClientJson.Default.ClusterState, cancellationToken);

    /// <summary>Returns how many images got a result in each minute of the last 24 hours, or in each hour of the last 30 days.</summary>
    /// <param name="perHour">Whether to count per hour.</param>
    /// <exception cref="RetailPulseException">The key does not have the role <c>admin</c> (403, <c>forbidden</c>), or the service did not respond.</exception>
    public Task<Throughput> GetThroughputAsync(bool perHour = false, CancellationToken cancellationToken = default) =>
        calls.GetAsync("api/v1/throughput".With(("per", perHour ? "hour" : "minute")), ClientJson.Default.Throughput, cancellationToken);
}
