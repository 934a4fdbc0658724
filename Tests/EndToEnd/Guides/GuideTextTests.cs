using RetailPulse.Images;

namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>Tests how the guides in docs/guides are read.</summary>
public sealed class GuideTextTests
{
    private static readonly string[] Kinds = ["file", "run", "prints", "receiver", "verifier", "grants", "server", "analyzed", "unchecked"];

    [Fact]
    public void Every_block_of_a_guide_is_checked_or_says_why_not()
    {
        Assert.InRange(Guide.All.Sum(guide => guide.Blocks.Count), 40, 200);
        Assert.Empty(
            Guide.All.SelectMany(guide =>
                guide
                    .Blocks.Where(block =>
                        !Kinds.Contains(block.Kind) || (block.Argument.Length == 0 && block.Kind is not ("prints" or "grants"))
                    )
                    .Select(block => $"{guide.Name}:{block.Line}: no comment, or an unknown one")
            )
        );
    }

    [Fact]
    public void The_guide_about_failures_says_for_every_reason_who_must_act()
    {
        var section = DeployFiles
            .Text("docs/guides/failures.md")
            .Split("\n## ")
            .Single(part => part.StartsWith("2. ", StringComparison.Ordinal));
        var named = section
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries))
            .Select(code => code.Trim('`'));
        var reasons = Enum.GetValues<ImageReason>().Except([ImageReason.None]).Select(reason => reason.Code());
        Assert.Equal(reasons.Order(), named.Order());
    }

    [Theory]
    [InlineData("a\n…\nb", "a\n1\n2\nb\n", true)]
    [InlineData("a\n…", "a", true)]
    [InlineData("…\na", "1\na\n", true)]
    [InlineData("a …,c", "a  b,c", true)]
    [InlineData("a\nb", "a\n", false)]
    [InlineData("a…c", "a\nc", false)]
    public void What_a_guide_shows_is_compared_line_by_line(string shown, string printed, bool isEqual) =>
        Assert.Equal(isEqual, GuideRun.Prints(shown, printed));
}
