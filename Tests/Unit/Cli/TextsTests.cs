using CsCheck;
using RetailPulse.Cli.Screen;
using ConsoleTexts = RetailPulse.WebFrontend.Console.Words.Texts;

namespace RetailPulse.Tests.Unit.Cli;

public sealed class TextsTests
{
    [Theory]
    [InlineData(0.4, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3_661, "1 h 1 min")]
    [InlineData(90_000, "1 d 1 h")]
    public void A_duration_has_its_two_largest_units(double seconds, string text) =>
        Assert.Equal(text, Texts.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1_250.0, "1,250/s")]
    [InlineData(0.4, "24/min")]
    [InlineData(0.0, "0/s")]
    [InlineData(null, "")]
    public void A_rate_has_the_largest_unit_that_leaves_at_least_one(double? perSecond, string text) =>
        Assert.Equal(text, Texts.Rate(perSecond));

    [Fact]
    public void Rates_are_those_of_the_console() =>
        Gen.Double[-12, 5].Select(exponent => Math.Pow(10, exponent)).Sample(rate => Texts.Rate(rate) == ConsoleTexts.Rate(rate));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1h30m", 5_400)]
    [InlineData("2d", 172_800)]
    [InlineData("", null)]
    [InlineData("0s", null)]
    [InlineData("1x", null)]
    [InlineData("m", null)]
    public void Durations_are_read(string text, int? seconds) => Assert.Equal(seconds, (int?)Duration.Parse(text)?.TotalSeconds);

    [Fact]
    public void Foreign_text_cannot_control_the_terminal() => Assert.Equal(@"a\u001b[31m\n\tb\u202e", Texts.Safe("a\u001b[31m\n\tb\u202e"));

    [Theory]
    [InlineData(true, null, null, true)]
    [InlineData(true, "1", null, false)]
    [InlineData(false, null, null, false)]
    [InlineData(false, null, "1", true)]
    [InlineData(false, "1", "1", false)]
    [InlineData(false, null, "0", false)]
    public void Colors_follow_terminal_and_variables(bool isTerminal, string? noColor, string? force, bool isOn)
    {
        var variables = new Dictionary<string, string> { ["NO_COLOR"] = noColor ?? "", ["CLICOLOR_FORCE"] = force ?? "" };
        var surroundings = new Surroundings
        {
            Input = Stream.Null,
            Output = Stream.Null,
            Error = TextWriter.Null,
            Environment = variables,
        };
        Assert.Equal(isOn, Style.For(surroundings, isTerminal).Paint("x", Tone.Good).Contains('\u001b', StringComparison.Ordinal));
    }
}
