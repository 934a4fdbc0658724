using System.Globalization;

namespace RetailPulse.Tests.Chaos.Cluster;

public sealed class WallClockTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_process_sees_the_hour_by_which_its_clock_was_moved(int hours)
    {
        var folder = Directory.CreateTempSubdirectory("retailpulse-clock-").FullName;
        var clock = WallClock.Create(folder);
        Assert.SkipWhen(clock is null, "libfaketime is not installed.");
        clock.Move(TimeSpan.FromHours(hours));
        var seen = await Command.RunAsync(
            "env",
            [.. clock.Variables.Select(variable => $"{variable.Name}={variable.Value}"), "date", "+%s"]
        );
        var error = long.Parse(seen, CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Assert.InRange(error - hours * 3_600, -60, 60);
        Directory.Delete(folder, recursive: true);
    }
}
