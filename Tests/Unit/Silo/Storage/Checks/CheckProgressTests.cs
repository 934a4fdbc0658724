using Microsoft.Extensions.Time.Testing;
using RetailPulse.Silo.Storage.Checks;

namespace RetailPulse.Tests.Unit.Silo.Storage.Checks;

public sealed class CheckProgressTests
{
    [Fact]
    public void A_long_check_says_every_five_seconds_how_far_it_is()
    {
        var (time, output) = (new FakeTimeProvider(), new StringWriter { NewLine = "\n" });
        using (var progress = new CheckProgress(output, time, steps: 12))
        {
            progress.Begin("the database itself");
            time.Advance(TimeSpan.FromSeconds(4));
            progress.Begin("jobs", 2_000);
            for (var job = 0; job < 1_234; job++)
                progress.Count();
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Begin("visits");
            time.Advance(TimeSpan.FromSeconds(5));
        }

        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("Checking, step 2 of 12: jobs, 1,234 of 2,000 (5 s)\nChecking, step 3 of 12: visits (10 s)\n", output.ToString());
    }
}
