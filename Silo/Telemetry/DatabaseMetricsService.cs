using RetailPulse.Silo.Background;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Telemetry;

/// <summary>Reads the figures of the database when this silo starts and every 30 s.</summary>
internal sealed class DatabaseMetricsService(
    IDatabaseState database,
    DatabaseMetrics metrics,
    TimeProvider time,
    ILogger<DatabaseMetricsService> logger
) : PeriodicService("read the size of the database", Period, time, logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task<TimeSpan> RunRoundAsync(CancellationToken cancellationToken)
    {
        metrics.Update(await database.ReadFiguresAsync(cancellationToken));
        return Period;
    }
}
