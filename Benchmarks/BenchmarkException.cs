namespace RetailPulse.Benchmarks;

/// <summary>Thrown when a run produces no measurements. The message states the reason.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
