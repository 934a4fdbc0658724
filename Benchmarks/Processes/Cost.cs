namespace RetailPulse.Benchmarks.Processes;

/// <summary>What processes have used since they began.</summary>
/// <param name="PeakBytes">The largest resident set so far; of several processes, the sum of each one's.</param>
internal readonly record struct Cost(TimeSpan Cpu, long PeakBytes)
{
    public Cost Add(TimeSpan cpu) => this with { Cpu = Cpu + cpu };
}
