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

    /// <summary>Labels with their values, lists of labels, and durations.</summary>
    [GeneratedRegex("""\{(?:[^}"]|"(?:[^"\\]|\\.)*")*\}|\b(?:by|without|on)\s*\([^)]*\)|\[[^\]]*\]""")]
    private static partial Regex Ignored();

    [GeneratedRegex(@"\b(?<name>[a-zA-Z_:][\w:]*)\b(?<call>\s*\()?")]
    private static partial Regex Name();
}
