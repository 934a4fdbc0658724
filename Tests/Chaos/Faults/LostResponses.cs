using System.Diagnostics;
using RetailPulse.Tests.Chaos.Cluster;

namespace RetailPulse.Tests.Chaos.Faults;

/// <summary>
/// Repeatedly closes connections of one silo to the database after a statement was executed and before its response arrives.
/// </summary>
internal sealed class LostResponses(LossyPostgres proxy) : IFault
{
    private const int MostBetween = 30;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    public string Name => "lost responses";

    public async Task<bool> StrikeAsync(ChaosCluster cluster, TimeSpan lasting, Random random)
    {
        var begun = Stopwatch.GetTimestamp();
        var asked = 0;
        for (; Stopwatch.GetElapsedTime(begun) < lasting; await Task.Delay(Every))
        {
            if (!proxy.HasStruck)
                continue;
            proxy.Lose(_ => true, random.Next(1, MostBetween), Loss.Response);
            asked++;
        }

        var lost = proxy.HasStruck ? asked : asked - 1;
        proxy.Rest();
        return lost > 0;
    }
}
