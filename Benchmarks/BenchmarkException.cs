namespace RetailPulse.Benchmarks;

/// <summary>A run that gives no figures; the message says why.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
