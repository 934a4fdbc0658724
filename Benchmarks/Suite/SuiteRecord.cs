using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>Keeps results: every one as a line for tools, the latest as a table between two marks of a page, and as a plot.</summary>
/// <param name="folder">Folder of the page <c>benchmarks.md</c>; the rest goes to <c>benchmarks/</c> in it.</param>
internal sealed class SuiteRecord(string folder)
{
    private const string Begin = "<!-- latest results: written by `suite --record` -->";
    private const string End = "<!-- end of latest results -->";

    private const string Picture = "![Each promise, and how much better or worse it is here](benchmarks/promises.svg)";

    private string Page => Path.Combine(folder, "benchmarks.md");

    /// <exception cref="BenchmarkException">
    /// The page does not exist, or lacks its marks. It is checked before hours of measuring.
    /// </exception>
    public void Check()
    {
        var page = File.Exists(Page) ? File.ReadAllText(Page) : "";
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        if (begin < 0 || page.IndexOf(End, begin, StringComparison.Ordinal) < 0)
            throw new BenchmarkException($"{Page} must have the lines '{Begin}' and '{End}', between which the table goes.");
    }

    public void Write(SuiteReport report, Measurements findings, Machine machine)
    {
        Check();
        var kept = Directory.CreateDirectory(Path.Combine(folder, "benchmarks")).FullName;
        File.AppendAllText(Path.Combine(kept, "results.jsonl"), $"{report.ToJson(machine)}\n");
        File.WriteAllText(Path.Combine(kept, "promises.svg"), new SuitePlot(findings).Draw(machine));

        var page = File.ReadAllText(Page);
        var begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, begin, StringComparison.Ordinal);
        File.WriteAllText(Page, $"{page[..begin]}\n{string.Join('\n', [.. report.Lines(machine), "", Picture])}\n{page[end..]}");
    }
}
