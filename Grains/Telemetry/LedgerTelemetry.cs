using System.Diagnostics.Metrics;

namespace RetailPulse.Grains.Telemetry;

/// <summary>Reports the transactions that record results.</summary>
internal sealed class LedgerTelemetry : IZeroedCounters
{
    private static readonly long[] Batches = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000];

    private readonly Meter meter;
    private readonly KeyValuePair<string, object?> system;
    private readonly Histogram<double> duration;
    private readonly Histogram<long> batch;
    private readonly Counter<long> failures;

    /// <param name="system">Name of the database system, as in the semantic conventions: <c>sqlite</c> or <c>postgresql</c>.</param>
    public LedgerTelemetry(IMeterFactory meters, string system)
    {
        this.system = new("db.system.name", system);
        meter = PulseMeter.Create(meters);
        duration = meter.CreateDuration("retailpulse.ledger.commit.duration", "Duration of a transaction with results.");
        failures = meter.CreateCounter<long>(
            "retailpulse.ledger.commit.failures",
            "{transaction}",
            "Transactions with results that failed."
        );
        batch = meter.CreateHistogram(
            "retailpulse.ledger.commit.batch",
            "{result}",
            "Results per transaction.",
            tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = Batches }
        );
    }

    public void Zero() => failures.Add(0, system);

    /// <summary>Reports a transaction.</summary>
    /// <param name="failure">What it threw; <see langword="null"/> if it is on disk.</param>
    public void Committed(int results, TimeSpan took, Exception? failure)
    {
        if (failure is not null)
        {
            failures.Add(1, system);
            duration.Record(took.TotalSeconds, system, new("error.type", failure.GetType().Name));
            return;
        }

        duration.Record(took.TotalSeconds, system);
        batch.Record(results, system);
    }

    /// <summary>Reports the number of results that wait for a transaction whenever somebody asks.</summary>
    public void ObserveQueue(Func<int> waiting) =>
        meter.CreateObservableGauge(
            "retailpulse.ledger.commit.queue",
            () => new Measurement<int>(waiting(), system),
            "{result}",
            "Results that wait for a transaction."
        );
}
