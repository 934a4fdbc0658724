using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Tests.Unit.Cli;

public sealed class ProgressBarTests : IDisposable
{
    private readonly StringWriter error = new();

    public void Dispose() => error.Dispose();

    [Fact]
    public void The_line_adds_up_all_jobs() =>
        Assert.Equal(
            "[############............] 50 %  1,000 of 2,000 images  25.5/s  1 min 20 s left  10 failed",
            ProgressBar.Line([Progress(1_000, 490, 10, rate: 25, eta: 20), Progress(1_000, 500, 0, rate: 0.5, eta: 80)])
        );

    [Fact]
    public void Without_images_or_a_rate_the_line_says_no_more_than_is_known() =>
        Assert.Equal("[........................] 0 %  0 of 0 images", ProgressBar.Line([Progress(0, 0, 0, rate: null, eta: null)]));

    [Fact]
    public void A_shorter_line_replaces_all_of_a_longer_one_and_a_cleared_one_leaves_nothing()
    {
        var bar = new ProgressBar(error, isShown: true, width: 100);
        bar.Show(1, Progress(10, 5, 0, rate: 2, eta: 3));
        bar.Show(1, Progress(10, 10, 0, rate: null, eta: null));
        bar.Clear();
        var lines = error.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["[############............] 50 %", "[########################] 100 %", ""],
            lines.Select(line => line.Split("  ")[0].Trim())
        );
        Assert.Equal(lines[0].Length, lines[1].Length);
        Assert.DoesNotContain('\u001b', error.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    public void The_line_stays_within_the_terminal(int width)
    {
        new ProgressBar(error, isShown: true, width).Show(1, Progress(10, 5, 0, rate: 2, eta: 3));
        Assert.Equal(Math.Max(0, width - 1), error.ToString().Trim('\r').Length);
    }

    [Fact]
    public void Nothing_is_drawn_where_no_person_looks()
    {
        new ProgressBar(error, isShown: false, width: 100).Show(1, Progress(10, 5, 0, rate: 2, eta: 3));
        Assert.Equal("", error.ToString());
    }

    private static JobProgress Progress(long total, long measured, long failed, double? rate, long? eta) =>
        new("ongoing", new JobCounts(total, total - measured - failed, 0, measured, failed, 0), rate, eta, null);
}
