using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RetailPulse.Web;

/// <summary>
/// Whether a silo answers. The database is left out: were it gone, every front end would be taken out of service at once, and clients would be
/// told nothing instead of when to come again.
/// </summary>
internal sealed class ClusterHealth(IGrainFactory grains, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<ISiloPulseGrain>(0).BeatAsync().AsTask().WaitAsync(Patience, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or ObjectDisposedException)
        {
            return HealthCheckResult.Unhealthy($"No silo answers: {exception.Message}");
        }
    }
}
