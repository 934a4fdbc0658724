using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Benchmarks.Report;

/// <summary>A column, such as <c>images/s</c>, and its name in JSON, such as <c>images_per_second</c>.</summary>
internal sealed record Column(string Title, string Key);

/// <summary>Figures for people, and the same in one line for tools.</summary>
/// <param name="command">The command that they answer.</param>
/// <param name="circumstances">Under which they hold.</param>
internal sealed class Table(string command, string circumstances, IReadOnlyList<Column> columns, IReadOnlyList<Row> rows)
{
    private const int NameWidth = 20;
    private const int Width = 14;

    public void Print()
    {
        Console.WriteLine($"{command}: {circumstances}");
        Console.WriteLine(Line("", columns.Select(column => column.Title)));
        foreach (var row in rows) Console.WriteLine(Line(row.Name, row.Values.Select(Format)));
        Console.WriteLine(JsonSerializer.Serialize(new { command, circumstances, figures = rows.ToDictionary(row => row.Name, Keyed) }));
    }

    /// <summary>Three digits that count, and never fewer than those before the point.</summary>
    private static string Format(double? value) => value switch
    {
        null => "-",
        >= 100 => value.Value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("F3", CultureInfo.InvariantCulture),
    };

    private static string Line(string name, IEnumerable<string> cells) => cells
        .Aggregate(new StringBuilder(name.PadRight(NameWidth)), (line, cell) => line.Append(cell.PadLeft(Width)))
        .ToString();

    private Dictionary<string, double?> Keyed(Row row) =>
        columns.Zip(row.Values).ToDictionary(cell => cell.First.Key, cell => cell.Second is { } value ? Math.Round(value, 4) : (double?)null);
}
