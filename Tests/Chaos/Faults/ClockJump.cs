using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>Moves one silo's wall clock an hour forward or back, and later back to the right time.</summary>
internal sealed class ClockJump(WallClock clock) : IFault
{
    public string Name => "clock jumps";

    public async Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        clock.Move(TimeSpan.FromHours(random.Next(2) == 0 ? 1 : -1));
        await Task.Delay(lasting);
        clock.Move(TimeSpan.Zero);
        return true;
    }
}
