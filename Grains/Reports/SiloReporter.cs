using System.Reflection;
using Microsoft.Extensions.Options;
using RetailPulse.Cluster;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Hosts;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Grains.Jobs;
using RetailPulse.Hosts;

namespace RetailPulse.Grains.Reports;

/// <summary>Composes the report of this silo, from memory.</summary>
internal sealed class SiloReporter(
    ImageCapacity capacity,
    IOptions<ImagesOptions> images,
    InFlightBudget budget,
    IHostObservatory hosts,
    ISettingsReport settings,
    IDatabaseReport database,
    INoticesReport notices,
    TimeProvider time
)
{
    private static readonly string Version = typeof(SiloReporter)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    private readonly DateTimeOffset started = time.GetUtcNow();

    public SiloReport Compose()
    {
        var known = hosts.Read();
        return new SiloReport(
            Version,
            started,
            Use(capacity.Slots, images.Value.Slots),
            Use(capacity.Requests, ImageCapacity.RequestsPerSlot * images.Value.Slots),
            budget.Jobs,
            new HostCounts(Count(HostState.Up), Count(HostState.Slowed), Count(HostState.Resting), Count(HostState.Down)),
            known.Sum(host => (long)host.Waiting),
            settings.Read(),
            database.Read(),
            notices.Read()
        );

        int Count(HostState state) => known.Count(host => host.State == state);
    }

    private static PermitUse Use(FairPermits permits, int total) => new(total, total - permits.Free, permits.Waiting);
}
