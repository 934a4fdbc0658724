using Orleans.Concurrency;

namespace RetailPulse.Grains;

/// <summary>Lives on the silo that is asked, so that it tells of no other.</summary>
[StatelessWorker, Reentrant]
internal sealed class SiloPulseGrain : Grain, ISiloPulseGrain
{
    public ValueTask BeatAsync() => ValueTask.CompletedTask;
}
