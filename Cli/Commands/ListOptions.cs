using System.CommandLine;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Commands;

/// <summary>Options of lists.</summary>
internal static class ListOptions
{
    /// <summary>Maximum size of a page of the API.</summary>
    private const int LargestPage = 1_000;

    public static Option<int> Limit(int value) =>
        new Option<int>("--limit", "-n")
        {
            Description = "Maximum number of entries",
            HelpName = "N",
            DefaultValueFactory = _ => value,
        }.InRange(1, 1_000_000_000);

    public static Option<DateTimeOffset?> Time(string name, string description) =>
        new(name)
        {
            Description = $"{description}: a date, a time, or a duration before now, such as 2h",
            HelpName = "TIME",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (Duration.Parse(text) is { } ago)
                    return TimeProvider.System.GetUtcNow() - ago;
                if (
                    DateTimeOffset.TryParse(
                        text,
                        System.Globalization.CultureInfo.InvariantCulture,
                        System.Globalization.DateTimeStyles.AssumeUniversal,
                        out var time
                    )
                )
                    return time;
                result.AddError($"{name} must be a date or time such as 2026-05-04 or 2026-05-04T09:30:00Z, or a duration such as 2h.");
                return null;
            },
        };

    public static int PageSize(int limit) => Math.Min(limit, LargestPage);

    /// <summary>Prints that a list may be incomplete.</summary>
    public static void SayWhetherComplete(this Session session, bool reachedLimit, int limit)
    {
        if (reachedLimit && session.Out.IsTerminal)
            session.Note($"Showing the first {Texts.Count(limit)}. For more: --limit {limit * 10L}");
    }
}
