using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>One silo's wall clock is an hour before or behind, and then right again.</summary>
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
