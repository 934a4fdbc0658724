using System.Globalization;

namespace RetailPulse.WebFrontend.Console.Words;

/// <summary>Writes numbers, times, and addresses for people.</summary>
public static class Texts
{
    /// <summary>The least number that is rounded to 1, with one decimal.</summary>
    private const double LeastShown = 0.95;

    private static readonly string[] Units = ["B", "KB", "MB", "GB"];

    /// <summary>Writes a number with separators: <c>1,024</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Writes a number and its noun: <c>1 image</c>, <c>1,024 images</c>.</summary>
    public static string Count(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>Writes a rate with the largest unit of time that leaves at least one: <c>1,250/s</c>, <c>12.5/s</c>, <c>25/min</c>, <c>8.7/h</c>.</summary>
    public static string Rate(double perSecond) =>
        perSecond switch
        {
            <= 0 => "0/s",
            >= LeastShown => Rate(perSecond, "s"),
            >= LeastShown / 60 => Rate(perSecond * 60, "min"),
            >= LeastShown / 3_600 => Rate(perSecond * 3_600, "h"),
            >= 0.05 / 86_400 => Rate(perSecond * 86_400, "d"),
            _ => "< 0.1/d",
        };

    /// <summary>Writes a word that begins a line: <c>Failed</c>.</summary>
    public static string Capitalized(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";

    /// <summary>Writes a version with the beginning of its commit: <c>0.1.0+dd53c04a</c>.</summary>
    public static string Version(string version) =>
        version.IndexOf('+', StringComparison.Ordinal) is > 0 and var at && version.Length > at + 9 ? version[..(at + 9)] : version;

    /// <summary>Writes a share: <c>12 %</c>; <c>&lt; 1 %</c> for a small one, and never 100 % for less than all.</summary>
    public static string Share(long part, long whole)
    {
        if (part == 0 || whole == 0)
            return "0 %";
        if (part == whole)
            return "100 %";
        var percent = 100.0 * part / whole;
        return percent < 1 ? "< 1 %" : $"{Math.Min(99, (int)Math.Round(percent)).ToString(CultureInfo.InvariantCulture)} %";
    }

    /// <summary>Writes a duration with its two largest units: <c>850 ms</c>, <c>42 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>4 d 3 h</c>.</summary>
    public static string Duration(TimeSpan duration) =>
        duration switch
        {
            { TotalSeconds: < 1 } => Whole($"{duration.TotalMilliseconds:0} ms"),
            { TotalMinutes: < 1 } => Whole($"{Math.Floor(duration.TotalSeconds):0} s"),
            { TotalHours: < 1 } => Two(duration.Minutes, "min", duration.Seconds, "s"),
            { TotalDays: < 1 } => Two(duration.Hours, "h", duration.Minutes, "min"),
            _ => Two(duration.Days, "d", duration.Hours, "h"),
        };

    /// <summary>Writes a size: <c>512 B</c>, <c>1.4 MB</c>.</summary>
    public static string Bytes(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 1_000 && unit < Units.Length - 1)
            (size, unit) = (size / 1_000, unit + 1);
        return Whole($"{size.ToString(unit == 0 || size >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture)} {Units[unit]}");
    }

    /// <summary>Writes a time in UTC for readers without scripts, which show it in their own time zone.</summary>
    public static string Utc(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns a text as the address of a link if it is an absolute http or https URL; otherwise <see langword="null"/>.</summary>
    public static string? Link(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri.AbsoluteUri
            : null;

    /// <summary>Returns the end of a URL, by which people recognize a picture.</summary>
    public static string FileName(string url)
    {
        var path = url.Split('?', '#')[0].TrimEnd('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length > 0 ? name : url;
    }

    private static string Rate(double rate, string unit) =>
        $"{rate.ToString(rate < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture)}/{unit}";

    private static string Two(int large, string unit, int small, string smaller) =>
        small == 0 ? Whole($"{large} {unit}") : Whole($"{large} {unit} {small} {smaller}");

    private static string Whole(FormattableString text) => FormattableString.Invariant(text);
}
