using System.Diagnostics.Metrics;

namespace RetailPulse.Grains.Telemetry;

/// <summary>The one meter of the service.</summary>
/// <remarks>
/// Names follow the semantic conventions of OpenTelemetry: base units, counters in the plural without "total", up-down counters in the singular.
/// A URL, host, store, job, or tenant is never an attribute.
/// </remarks>
internal static class PulseMeter
{
    /// <summary>Name of the meter, and of the source of activities.</summary>
    public const string Name = "RetailPulse";

    /// <summary>Durations of work that a client or an image waits for, in seconds.</summary>
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>Sizes of bodies, in bytes.</summary>
    private static readonly double[] Sizes = [1024, 8192, 32768, 131072, 524288, 2097152, 8388608, 33554432];

    /// <summary>Returns the meter. Every call returns the same one.</summary>
    public static Meter Create(IMeterFactory meters) => meters.Create(Name);

    public static Histogram<double> CreateDuration(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

    public static Histogram<double> CreateDuration(this Meter meter, string name, string description, double[] boundaries) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    public static Histogram<double> CreateSize(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "By", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Sizes });
}
