using System.Diagnostics.Metrics;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Reports the store master in force. Only the silo that serves it reports its figures.</summary>
internal sealed class StoreTelemetry : IZeroedCounters
{
    private readonly TimeProvider time;
    private readonly Counter<long> refused;
    private Served? served;

    public StoreTelemetry(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = PulseMeter.Create(meters);
        refused = meter.CreateCounter<long>("retailpulse.store_master.refused", "{version}", "Files and uploads that were refused.");
        meter.CreateObservableGauge("retailpulse.store_master.stores", () => Read(now => now.Stores), "{store}", "Stores in force.");
        meter.CreateObservableGauge("retailpulse.store_master.version", () => Read(now => now.Version), "{version}", "Version in force.");
        meter.CreateObservableGauge(
            "retailpulse.store_master.age",
            () => Read(now => (this.time.GetUtcNow() - now.LoadedAt).TotalSeconds),
            "s",
            "Time since the version in force was loaded."
        );
        meter.CreateObservableGauge(
            "retailpulse.store_master.problem",
            () => Read(now => now.FileRefused ? 1 : 0),
            "{file}",
            "1 while the file is refused and the last valid version stays in force, otherwise 0."
        );
    }

    public void Zero() => refused.Add(0);

    /// <summary>Reports what this silo serves; <see langword="null"/> if it no longer serves the store master.</summary>
    public void MasterServed(Served? now) => Volatile.Write(ref served, now);

    /// <summary>Reports a file or an upload that was refused.</summary>
    public void MasterRefused() => refused.Add(1);

    private IEnumerable<Measurement<double>> Read(Func<Served, double> figure) =>
        Volatile.Read(ref served) is { } now ? [new Measurement<double>(figure(now))] : [];

    /// <summary>The store master that this silo serves.</summary>
    internal sealed record Served(int Stores, int Version, DateTimeOffset LoadedAt, bool FileRefused);
}
