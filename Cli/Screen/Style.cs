namespace RetailPulse.Cli.Screen;

/// <summary>The colors of a terminal.</summary>
internal enum Tone
{
    None,
    Good,
    Bad,
    Busy,
    Faint,
    Strong,
}

/// <summary>Colors texts, if the surroundings allow it.</summary>
/// <remarks>https://no-color.org and https://bixense.com/clicolors define the variables.</remarks>
internal sealed class Style(bool isOn)
{
    private const char Escape = '\u001b';

    /// <summary>Whether escape sequences may be written at all.</summary>
    public bool IsOn => isOn;

    public static Style For(Surroundings surroundings, bool isTerminal) =>
        new(
            surroundings.Variable("NO_COLOR") is null
                && (
                    surroundings.Variable("CLICOLOR_FORCE") is { } force && force != "0"
                    || isTerminal && surroundings.Variable("CLICOLOR") != "0" && surroundings.Variable("TERM") != "dumb"
                )
        );

    public string Paint(string text, Tone tone) => isOn && tone != Tone.None ? $"{Escape}[{Code(tone)}m{text}{Escape}[0m" : text;

    private static string Code(Tone tone) =>
        tone switch
        {
            Tone.Good => "32",
            Tone.Bad => "31",
            Tone.Busy => "36",
            Tone.Faint => "2",
            _ => "1",
        };
}
