using Orleans.Concurrency;

namespace RetailPulse.Grains.Cluster;

/// <summary>Runs on the silo that receives the call, so the result says nothing about other silos.</summary>
[StatelessWorker, Reentrant]
internal sealed class SiloPulseGrain : Grain, ISiloPulseGrain
{
    public ValueTask BeatAsync() => ValueTask.CompletedTask;
}
