using System.Text.RegularExpressions;

namespace RetailPulse.Tests.EndToEnd.Telemetry;

/// <summary>Finds the metrics that an expression of Prometheus names.</summary>
internal static partial class PromQl
{
    private static readonly string[] Words = ["and", "or", "unless", "by", "without", "on", "offset", "bool"];

    public static IEnumerable<string> Metrics(string expression) =>
        Name()
            .Matches(Ignored().Replace(expression, " "))
            .Where(name => !name.Groups["call"].Success && !Words.Contains(name.Groups["name"].Value))
            .Select(name => name.Groups["name"].Value);

    /// <summary>Returns the values of labels that an expression selects, one for each alternative of a regular expression.</summary>
    public static IEnumerable<Matcher> Matchers(string expression) =>
        from selector in Selector().Matches(expression)
        from label in Label().Matches(selector.Groups["labels"].Value)
        let value = Regex.Unescape(label.Groups["value"].Value)
        where !value.Contains('$', StringComparison.Ordinal) && label.Groups["name"].Value is not ("job" or "instance")
        from alternative in label.Groups["operator"].Value == "=" ? [Regex.Escape(value)] : value.Split('|')
        select new Matcher(selector.Groups["metric"].Value, label.Groups["name"].Value, alternative);

    /// <summary>A label with the value that a selector requires.</summary>
    /// <param name="Pattern">Regular expression of the whole value.</param>
    internal sealed record Matcher(string Metric, string Label, string Pattern)
    {
        /// <summary>Returns whether the time series of a line of a scrape has the value.</summary>
        public bool Selects(string line) =>
            line.StartsWith($"{Metric}{{", StringComparison.Ordinal) && Regex.IsMatch(line, $"[{{,]{Label}=\"(?:{Pattern})\"[,}}]");
    }

    [GeneratedRegex("""(?<metric>[a-zA-Z_:][\w:]*)\{(?<labels>(?:[^}"]|"(?:[^"\\]|\\.)*")*)\}""")]
    private static partial Regex Selector();

    [GeneratedRegex("""(?<name>\w+)(?<operator>=~|=)"(?<value>(?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Label();

    /// <summary>Labels with their values, lists of labels, and durations.</summary>
    [GeneratedRegex("""\{(?:[^}"]|"(?:[^"\\]|\\.)*")*\}|\b(?:by|without|on)\s*\([^)]*\)|\[[^\]]*\]""")]
    private static partial Regex Ignored();

    [GeneratedRegex(@"\b(?<name>[a-zA-Z_:][\w:]*)\b(?<call>\s*\()?")]
    private static partial Regex Name();
}
