using Microsoft.Extensions.Diagnostics.HealthChecks;
using RetailPulse.Silo.Health;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Health;

/// <summary>Checks that a silo responds, and that no stop has begun.</summary>
/// <remarks>
/// The check excludes the database. If the database failed, every front end would be taken out of service at once, and clients would get no
/// response instead of one that says when to retry.
/// </remarks>
internal sealed class ClusterHealth(IGrainFactory grains, Probes probes, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (probes.IsStopping())
            return HealthCheckResult.Unhealthy("stopping");
        try
        {
            await grains.GetGrain<ISiloPulseGrain>(0).BeatAsync().AsTask().WaitAsync(CallBudgets.Pulse.Total, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or ObjectDisposedException)
        {
            return HealthCheckResult.Unhealthy($"No silo responds: {exception.Message}");
        }
    }
}
