namespace RetailPulse.Tests.Chaos;

/// <summary>Short runs with every kind of fault that is available on this machine. <c>./chaos.sh</c> makes long ones.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Nothing_is_lost_duplicated_or_invented_under_faults(string storage)
    {
        var report = await new ChaosRun(storage, seed: 7, output.WriteLine).RunAsync(kinds => ChaosPlan.Short(kinds, seed: 7));
        output.WriteLine($"{report}");
        Assert.True(
            report.Violations.Count == 0,
            $"{report}\n{string.Join('\n', report.Violations.Take(50).Select(violation => $"{violation.Kind}: {violation.What}"))}"
        );
    }
}
