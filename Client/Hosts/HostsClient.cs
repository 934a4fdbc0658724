namespace RetailPulse.Client;

/// <summary>The hosts that images are fetched from.</summary>
public sealed class HostsClient
{
    private readonly ApiCalls calls;

    internal HostsClient(ApiCalls calls) => this.calls = calls;

    /// <summary>
    /// Returns the state of the hosts on all silos, those with the most trouble first. If keys are configured, it needs one with the role
    /// <c>admin</c>.
    /// </summary>
    /// <exception cref="RetailPulseException">The key may not do this, or the service did not respond.</exception>
    public Task<ImageHosts> ListAsync(CancellationToken cancellationToken = default) =>
        calls.GetAsync("api/v1/hosts", ClientJson.Default.ImageHosts, cancellationToken);
}
