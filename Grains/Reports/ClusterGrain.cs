using System.Collections.Immutable;
using Orleans.Concurrency;
using RetailPulse.Cluster;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Reports;

/// <summary>Queries every active silo at once. A silo that does not respond in time is listed without a report.</summary>
[StatelessWorker, Reentrant]
internal sealed class ClusterGrain(
    ISiloStatusOracle silos,
    SiloServices<ISiloReportService> reports,
    IThroughputLedger ledger,
    TimeProvider time
) : Grain, IClusterGrain
{
    public async Task<ImmutableArray<SiloEntry>> ReadAsync() =>
        [.. await Task.WhenAll(silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Order().Select(AskAsync))];

    public async Task<ImmutableArray<ThroughputPoint>> ReadThroughputAsync(ThroughputUnit unit) =>
        [.. await ledger.ReadAsync(unit, Begin(unit), CancellationToken.None)];

    /// <summary>Returns the beginning of the oldest minute or hour of which every part is in the period.</summary>
    private DateTimeOffset Begin(ThroughputUnit unit)
    {
        var (step, period) =
            unit == ThroughputUnit.Hour ? (TimeSpan.FromHours(1), TimeSpan.FromDays(30)) : (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % step.Ticks)) - period;
    }

    private async Task<SiloEntry> AskAsync(SiloAddress silo)
    {
        var name = silo.Endpoint.ToString();
        try
        {
            return new SiloEntry(name, await reports.Of(silo).ReadAsync());
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return new SiloEntry(name, null);
        }
    }
}
