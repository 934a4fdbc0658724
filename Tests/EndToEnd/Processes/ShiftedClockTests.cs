using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Runs the tests that read a fixture on later days.</summary>
/// <remarks>
/// Keys expire after a day and jobs after 30 days, so a test with fixed times would pass on the day when it is written and fail later.
/// </remarks>
public sealed class ShiftedClockTests
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(8);

    [Theory]
    [InlineData(40)]
    [InlineData(731)]
    public async Task Tests_that_read_a_fixture_pass_on_a_later_day(int days)
    {
        var clock = WallClock.Shifted(TimeSpan.FromDays(days));
        Assert.SkipWhen(clock is null, "libfaketime is not installed.");
        var results = Path.GetTempFileName();
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(ShiftedClockTests).Assembly.Location, "-trait", "Reads=Fixtures", "-noColor", "-xml", results]
        )
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in clock)
            start.Environment[name] = value;
        using var runner = Process.Start(start)!;
        var output = await runner.StandardOutput.ReadToEndAsync().WaitAsync(Within);
        await runner.WaitForExitAsync().WaitAsync(Within);

        Assert.True(runner.ExitCode == 0, output);
        var run = XDocument.Load(results).Root!.Element("assembly")!;
        Assert.True(int.Parse(run.Attribute("passed")!.Value, CultureInfo.InvariantCulture) > 0, output);
        var ranOn = DateOnly.Parse(run.Attribute("run-date")!.Value, CultureInfo.InvariantCulture);
        Assert.True(
            ranOn > DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(days - 2),
            $"The tests ran on {ranOn}."
        );
        File.Delete(results);
    }
}
