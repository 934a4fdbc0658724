using System.CommandLine;
using System.Globalization;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Commands;

/// <summary>Options of lists.</summary>
internal static class ListOptions
{
    /// <summary>Maximum size of a page of the API.</summary>
    private const int LargestPage = 1_000;

    /// <summary>ISO 8601, as the API accepts it. Other formats are ambiguous: 04/05/2026 is in April or in May.</summary>
    private const string DateFormat = "yyyy-MM-dd";

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-ddTHH:mmK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    public static Option<int> Limit(int value) =>
        new Option<int>("--limit", "-n")
        {
            Description = "Maximum number of entries",
            HelpName = "N",
            DefaultValueFactory = _ => value,
        }.InRange(1, 1_000_000_000);

    public static Option<DateTimeOffset?> Time(string name, string description) => Time(name, description, endsDay: false);

    /// <summary>Returns an option for the last time of a period. A date means the end of the day.</summary>
    public static Option<DateTimeOffset?> LastTime(string name, string description) => Time(name, description, endsDay: true);

    private static Option<DateTimeOffset?> Time(string name, string description, bool endsDay) =>
        new(name)
        {
            Description = $"{description}: a date, a time, or a duration before now, such as 2h",
            HelpName = "TIME",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Duration.Parse(text) is { } ago)
                    return TimeProvider.System.GetUtcNow() - ago;
                if (Parse(text, [DateFormat]) is { } day)
                    return endsDay && day.Date < DateTime.MaxValue.Date ? day.AddDays(1).AddTicks(-1) : day;
                if (Parse(text, TimeFormats) is { } time)
                    return time;
                result.AddError($"{name} must be a date or time such as 2026-05-04 or 2026-05-04T09:30:00Z, or a duration such as 2h.");
                return null;
            },
        };

    /// <summary>Returns a time, in UTC unless it has an offset; <see langword="null"/> if it has none of the formats.</summary>
    private static DateTimeOffset? Parse(string text, string[] formats) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    public static int PageSize(int limit) => Math.Min(limit, LargestPage);

    /// <summary>Prints that a list may be incomplete.</summary>
    public static void SayWhetherComplete(this Session session, bool reachedLimit, int limit)
    {
        if (reachedLimit && session.Out.IsTerminal)
            session.Note($"Showing the first {Texts.Count(limit)}. For more: --limit {limit * 10L}");
    }
}
