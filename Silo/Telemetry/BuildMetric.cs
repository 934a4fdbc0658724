using System.Diagnostics.Metrics;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Silo.Telemetry;

/// <summary>Reports the version of a process, as an attribute of a gauge that is always 1.</summary>
internal sealed class BuildMetric : IHostedService
{
    public BuildMetric(IMeterFactory meters, string version) =>
        PulseMeter
            .Create(meters)
            .CreateObservableGauge(
                "retailpulse.build",
                () => new Measurement<int>(1, new KeyValuePair<string, object?>("service.version", version)),
                description: "Always 1, with the version of the process."
            );

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
