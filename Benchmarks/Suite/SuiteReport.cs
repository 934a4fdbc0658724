using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>Every promise and what was measured, in one table (Markdown, which people can read as it is).</summary>
internal sealed class SuiteReport(SuiteSize scope, int repeat, Measurements findings) : IReport
{
    private const string None = "–";

    public bool IsWhole => findings.Failures.Count == 0;

    public void Print(Machine machine)
    {
        foreach (var detail in findings.Details)
            detail.PrintFigures();
        Console.WriteLine();
        foreach (var line in Lines(machine))
            Console.WriteLine(line);
        Console.WriteLine(ToJson(machine));
    }

    public IEnumerable<string> Lines(Machine machine)
    {
        string[] head = ["what", "promised", .. findings.Deployments.Select(deployment => deployment.Name), "kept"];
        string[][] rows = [head, [.. head.Select(_ => "---")], .. Promises.All.Select(Cells)];
        int[] widths = [.. head.Select((_, column) => rows.Max(row => row[column].Length))];
        return
        [
            .. rows.Select(row =>
                $"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column], cell == "---" ? '-' : ' ')))} |"
            ),
            "",
            scope.Quick ? "A smoke run: these figures mean nothing." : $"Medians of {repeat} rounds (least to most).",
            machine.ToString(),
            .. findings.Failures.Select(reason => $"Not measured: {reason}"),
        ];
    }

    public string ToJson(Machine machine) =>
        Json.Write(
            new
            {
                command = "suite",
                scope.Quick,
                repeat,
                machine,
                findings.Failures,
                figures = Promises.All.ToDictionary(promise => promise.Key, Figures),
                details = findings.Details.Select(detail => detail.ToKeyed()),
            }
        );

    private Dictionary<string, IEnumerable<double>> Figures(Promise promise) =>
        findings
            .Deployments.Where(deployment => findings.Median(promise, deployment) is not null)
            .ToDictionary(
                deployment => deployment.Name,
                deployment => findings.Read(promise, deployment).Select(figure => Math.Round(figure, 4))
            );

    private string[] Cells(Promise promise) =>
        [
            promise.What,
            promise.Bound,
            .. findings.Deployments.Select(deployment => Cell(findings.Read(promise, deployment))),
            Verdict(promise),
        ];

    private static string Cell(IReadOnlyList<double> figures) =>
        figures.Count switch
        {
            0 => None,
            1 => Number.Format(figures[0]),
            _ => $"{Number.Format(Statistics.Median(figures))} ({Number.Format(figures.Min())} to {Number.Format(figures.Max())})",
        };

    private string Verdict(Promise promise)
    {
        string[] broken =
        [
            .. findings
                .Deployments.Where(deployment => findings.Median(promise, deployment) is { } figure && !promise.IsKept(figure))
                .Select(deployment => deployment.Name),
        ];
        if (scope.Quick)
            return None;
        return broken.Length == 0 ? "yes" : $"not: {string.Join(", ", broken)}";
    }
}
