using System.Globalization;
using System.Text;

namespace RetailPulse.Cli.Screen;

/// <summary>Numbers, times, and foreign texts as people read them.</summary>
internal static class Texts
{
    /// <summary>Least number that is shown as at least one.</summary>
    private const double LeastShown = 0.95;

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Id(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Plural(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>Returns a rate in the largest unit of time that leaves at least one, such as <c>12.5/s</c> or <c>25/min</c>, as the console does.</summary>
    public static string Rate(double? perSecond) =>
        perSecond switch
        {
            null => "",
            <= 0 => "0/s",
            >= LeastShown => Rate(perSecond.Value, "s"),
            >= LeastShown / 60 => Rate(perSecond.Value * 60, "min"),
            >= LeastShown / 3_600 => Rate(perSecond.Value * 3_600, "h"),
            >= 0.05 / 86_400 => Rate(perSecond.Value * 86_400, "d"),
            _ => "< 0.1/d",
        };

    /// <summary>Returns a duration by its two largest units, such as <c>1 h 5 min</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var seconds = (long)Math.Max(0, Math.Round(duration.TotalSeconds));
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3_600 => Join(seconds / 60, "min", seconds % 60, "s"),
            < 86_400 => Join(seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
            _ => Join(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h"),
        };
    }

    /// <summary>Returns the time that has passed, such as <c>5 min ago</c>.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now)
    {
        var passed = now - time;
        var shown = passed.Duration() switch
        {
            { TotalSeconds: < 60 } span => $"{Math.Floor(span.TotalSeconds)} s",
            { TotalMinutes: < 60 } span => $"{Math.Floor(span.TotalMinutes)} min",
            { TotalHours: < 48 } span => $"{Math.Floor(span.TotalHours)} h",
            var span => $"{Math.Floor(span.TotalDays)} d",
        };
        return passed < TimeSpan.Zero ? $"in {shown}" : $"{shown} ago";
    }

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture);

    /// <summary>Returns a text that cannot control a terminal or add a line or a column.</summary>
    public static string Safe(string text) => text.Any(IsUnsafe) ? Escape(text) : text;

    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            safe.Append(
                character switch
                {
                    '\t' => @"\t",
                    '\n' => @"\n",
                    '\r' => @"\r",
                    _ when IsUnsafe(character) => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}"),
                    _ => character.ToString(),
                }
            );
        }

        return safe.ToString();
    }

    /// <summary>Control characters, and invisible ones such as marks that reverse the direction of a text.</summary>
    private static bool IsUnsafe(char character) =>
        char.IsControl(character)
        || CharUnicodeInfo.GetUnicodeCategory(character)
            is UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static string Rate(double rate, string unit) =>
        $"{rate.ToString(rate < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture)}/{unit}";

    private static string Join(long large, string unit, long small, string smaller) =>
        small == 0 ? $"{large} {unit}" : $"{large} {unit} {small} {smaller}";
}
