using System.Globalization;

namespace RetailPulse.Tests.Chaos;

/// <summary>The run of <c>chaos.sh</c>, which sets its duration.</summary>
[Collection("Alone")]
public sealed class LongChaosTests(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_duplicated_or_invented_in_a_long_run()
    {
        var seed = int.Parse(Setting("SEED"), CultureInfo.InvariantCulture);
        var duration = TimeSpan.FromMinutes(double.Parse(Setting("MINUTES"), CultureInfo.InvariantCulture));
        var report = await new ChaosRun(Setting("PROVIDER"), seed, output.WriteLine).RunAsync(kinds =>
            ChaosPlan.Long(kinds, seed, duration)
        );
        output.WriteLine($"{report}");
        Assert.Empty(report.Violations);
    }

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable($"RETAILPULSE_CHAOS_{name}")
        ?? throw new InvalidOperationException($"RETAILPULSE_CHAOS_{name} is not set; use ./chaos.sh.");
}
