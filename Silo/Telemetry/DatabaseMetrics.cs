using System.Diagnostics.Metrics;
using RetailPulse.Cluster;
using RetailPulse.Grains.Reports;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Telemetry;

/// <summary>Reports the size of the database, and the webhooks that wait in it.</summary>
/// <remarks>Every silo reports the same figures. They are read in the background, because nobody who asks should wait for the database.</remarks>
internal sealed class DatabaseMetrics : IDatabaseReport
{
    /// <summary>Age after which figures are not reported any more, because they could not be read again.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private readonly TimeProvider time;
    private Figures? latest;

    public DatabaseMetrics(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = PulseMeter.Create(meters);
        meter.CreateObservableGauge("retailpulse.database.size", () => Read(now => now.Bytes), "By", "Size of the database.");
        meter.CreateObservableGauge("retailpulse.database.wal.size", () => Read(now => now.WalBytes), "By", "Size of the write-ahead log.");
        meter.CreateObservableGauge("retailpulse.database.free", () => Read(now => now.FreeBytes), "By", "Free space on its disk.");
        meter.CreateObservableGauge("retailpulse.webhook.pending", () => Read(now => now.Pending), "{delivery}", "Deliveries that wait.");
        meter.CreateObservableGauge(
            "retailpulse.webhook.oldest.age",
            () => Read(now => now.OldestAt is { } at ? (long)(this.time.GetUtcNow() - at).TotalSeconds : 0),
            "s",
            "Age of the oldest delivery that waits; 0 if there is none."
        );
    }

    private DatabaseFigures? Latest =>
        Volatile.Read(ref latest) is { } figures && time.GetElapsedTime(figures.ReadAt) < MaxAge ? figures.Values : null;

    /// <summary>Sets the figures that are reported.</summary>
    public void Update(DatabaseFigures figures) => Volatile.Write(ref latest, new Figures(figures, time.GetTimestamp()));

    public DatabaseReport? Read() =>
        Latest is { } now ? new DatabaseReport(now.Bytes, now.WalBytes, now.FreeBytes, now.Pending, now.OldestAt) : null;

    private IEnumerable<Measurement<long>> Read(Func<DatabaseFigures, long?> figure) =>
        Latest is { } now && figure(now) is { } value ? [new Measurement<long>(value)] : [];

    private sealed record Figures(DatabaseFigures Values, long ReadAt);
}
