using System.Globalization;
using System.Text;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Report;

/// <summary>A column, such as <c>images/s</c>, and its name in JSON, such as <c>images_per_second</c>.</summary>
internal sealed record Column(string Title, string Key);

/// <summary>Figures for people, and the same in one line for tools.</summary>
/// <param name="command">The command that they answer.</param>
/// <param name="circumstances">Under which they hold.</param>
internal sealed class Table(string command, string circumstances, IReadOnlyList<Column> columns, IReadOnlyList<Row> rows) : IReport
{
    private const int NameWidth = 20;
    private const int Width = 14;
    private const double Megabyte = 1_000_000;

    public void Print(Machine machine)
    {
        PrintFigures();
        Console.WriteLine(machine);
        Console.WriteLine(Json.Write(ToKeyed(machine)));
    }

    /// <summary>What people read of it.</summary>
    public void PrintFigures()
    {
        Console.WriteLine($"{command}: {circumstances}");
        Console.WriteLine(Line("", columns.Select(column => column.Title)));
        foreach (var row in rows.SelectMany(WithSpread))
            Console.WriteLine(Line(row.Name, row.Values.Select(Number.Format)));
        foreach (var row in rows.Where(row => row.Processes.Count > 0))
            Console.WriteLine($"{row.Name}: {string.Join("; ", row.Processes.Select(Tell))}");
    }

    /// <summary>The same for tools.</summary>
    /// <param name="machine">Machine to print; <see langword="null"/> if it is printed elsewhere.</param>
    public object ToKeyed(Machine? machine = null) =>
        new
        {
            command,
            circumstances,
            figures = rows.ToDictionary(row => row.Name, Keyed),
            least = Spread(row => row.Least),
            most = Spread(row => row.Most),
            processes = rows.Where(row => row.Processes.Count > 0)
                .ToDictionary(row => row.Name, row => row.Processes.ToDictionary(process => process.Process, Keyed)),
            machine,
        };

    private static IEnumerable<Row> WithSpread(Row row) => row.Rounds.Count > 1 ? [row, row.Least, row.Most] : [row];

    private static string Line(string name, IEnumerable<string> cells) =>
        cells.Aggregate(new StringBuilder(name.PadRight(NameWidth)), (line, cell) => line.Append(cell.PadLeft(Width))).ToString();

    private static string Tell(ProcessCost process) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{process.Process} CPU {process.Cost.Cpu.TotalSeconds:F2} s, {process.Cost.PeakBytes / Megabyte:F0} MB"
        );

    private static Dictionary<string, double> Keyed(ProcessCost process) =>
        new()
        {
            ["cpu_seconds"] = Math.Round(process.Cost.Cpu.TotalSeconds, 4),
            ["peak_megabytes"] = Math.Round(process.Cost.PeakBytes / Megabyte, 4),
        };

    private Dictionary<string, Dictionary<string, double?>> Spread(Func<Row, Row> side) =>
        rows.Where(row => row.Rounds.Count > 1).ToDictionary(row => row.Name, row => Keyed(side(row)));

    private Dictionary<string, double?> Keyed(Row row) =>
        columns
            .Zip(row.Values)
            .ToDictionary(cell => cell.First.Key, cell => cell.Second is { } value ? Math.Round(value, 4) : (double?)null);
}
