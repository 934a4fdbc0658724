using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailPulse.Cli.Screen;

/// <summary>Reads durations such as <c>90s</c>, <c>15m</c>, and <c>1h30m</c>.</summary>
internal static partial class Duration
{
    public const string Rule = "must be a duration such as 90s, 15m, or 1h30m";

    public static TimeSpan? Parse(string text)
    {
        if (text.Length == 0 || Form().Match(text) is not { Success: true } match)
            return null;
        var seconds = Part(match, "d") * 86_400 + Part(match, "h") * 3_600 + Part(match, "m") * 60 + Part(match, "s");
        return seconds is > 0 and < 365L * 86_400 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static long Part(Match match, string unit) =>
        match.Groups[unit] is { Success: true } group ? long.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^((?<d>\d{1,3})d)?((?<h>\d{1,5})h)?((?<m>\d{1,6})m)?((?<s>\d{1,8})s)?$")]
    private static partial Regex Form();
}
