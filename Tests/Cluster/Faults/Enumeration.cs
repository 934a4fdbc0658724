namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>Tries every fault, or every pair of faults, of a scenario. A run without faults determines the number of calls.</summary>
/// <param name="make">Creates a new case of the scenario.</param>
internal sealed class Enumeration(FaultCluster cluster, Func<FaultCluster, int, Scenario> make)
{
    /// <summary>Number of cases that run at once.</summary>
    private const int AtOnce = 100;

    /// <summary>Number of additional calls, because the work that a fault interrupts is repeated.</summary>
    private const int MoreCalls = 4;

    private static readonly bool[] Effects = [false, true];

    /// <summary>Makes each call fail once before it takes effect, and once after.</summary>
    public async Task TryEveryFaultAsync()
    {
        var calls = await CountAsync();
        await TryAsync(
            "faults",
            calls,
            [.. from call in Enumerable.Range(1, calls + MoreCalls) from effect in Effects select (Fault[])[new(call, effect)]]
        );
    }

    /// <summary>Makes each pair of calls fail, in each of the four combinations.</summary>
    public async Task TryEveryPairAsync()
    {
        var calls = await CountAsync();
        await TryAsync(
            "pairs of faults",
            calls,
            [
                .. from first in Enumerable.Range(1, calls)
                from second in Enumerable.Range(first + 1, calls + MoreCalls - first)
                from firstEffect in Effects
                from secondEffect in Effects
                select (Fault[])[new(first, firstEffect), new(second, secondEffect)],
            ]
        );
    }

    private async Task<int> CountAsync()
    {
        var calm = make(cluster, cluster.NextCase());
        await RunAsync(calm, []);
        Assert.True(calm.Scope.Calls > 0, "The scenario makes no call that could fail.");
        return calm.Scope.Calls;
    }

    private async Task TryAsync(string what, int calls, IReadOnlyCollection<Fault[]> plans)
    {
        var happened = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForEachAsync(
            plans,
            options,
            async (plan, _) =>
            {
                var tried = make(cluster, cluster.NextCase());
                await RunAsync(tried, plan);
                if (tried.Scope.Injected == plan.Length)
                    Interlocked.Increment(ref happened);
            }
        );
        Assert.True(happened >= calls, $"Only {happened} of {plans.Count} planned {what} happened in {calls} calls.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{calls} calls without a fault; {happened} {what} happened.");
    }

    private static async Task RunAsync(Scenario scenario, Fault[] plan)
    {
        try
        {
            await scenario.PrepareAsync();
            scenario.Scope.Arm(plan);
            await scenario.ActAsync();
            scenario.Scope.Disarm();
            await scenario.CheckAsync();
        }
        catch (Exception exception)
        {
            Assert.Fail($"{scenario.GetType().Name} {scenario.Scope}: {exception}");
        }
    }
}
