using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Silo.Telemetry;

/// <summary>Makes the instruments of this silo exist from its start, with counters at 0.</summary>
internal sealed class CounterStart(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var counters in services.GetServices<IZeroedCounters>())
            counters.Zero();

        // They report their slots and hosts from the moment at which they exist.
        services.GetRequiredService<ImageCapacity>();
        services.GetRequiredService<HostQueues>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
