using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>The settings in the tables of <c>docs/configuration.md</c>.</summary>
internal static partial class SettingsTable
{
    /// <summary>Returns the rows that describe a setting.</summary>
    public static IReadOnlyList<Row> Rows() =>
        [
            .. DeployFiles
                .Text("docs/configuration.md")
                .Split('\n')
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => new Row(
                    [.. Code().Matches(cells[1]).Select(match => match.Groups[1].Value)],
                    cells[2],
                    cells[3],
                    cells[4]
                )),
        ];

    public static HashSet<string> Keys() => [.. Rows().SelectMany(row => row.Keys)];

    /// <summary>Returns the path of the list or map to which an entry belongs. The table has one row for all of its entries.</summary>
    public static string WithoutEntries(string setting) => Entry().Replace(setting, "");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(":(0|NAME)(:.*)?$")]
    private static partial Regex Entry();

    /// <summary>A row: its settings, and the text of its other columns.</summary>
    public sealed record Row(IReadOnlyList<string> Keys, string Default, string Range, string Purpose)
    {
        /// <summary>The default, if it is a literal; <see langword="null"/> if it is described in words.</summary>
        public string? Literal =>
            Code().Match(Default) is { Success: true } match && match.Length == Default.Length ? match.Groups[1].Value : null;
    }
}
