using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using RetailPulse.Cluster;

namespace RetailPulse.Grains.Reports;

/// <summary>Reports this silo to the other silos.</summary>
[Reentrant]
internal sealed class SiloReportService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, SiloReporter reporter)
    : GrainService(id, silo, loggers),
        ISiloReportService
{
    public Task<SiloReport> ReadAsync() => Task.FromResult(reporter.Compose());
}
