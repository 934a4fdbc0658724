using System.Globalization;
using System.Security;
using System.Text;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>An SVG picture of each promise and each deployment: bars to the right are better than promised, to the left worse.</summary>
internal sealed class SuitePlot(Measurements findings)
{
    private const int Width = 900,
        Left = 430,
        Right = 60,
        Top = 64,
        Bottom = 40;
    private const int BarHeight = 10,
        Gap = 10;

    /// <summary>The scale goes from a quarter to four times as good; bars beyond end there, and say how far they would go.</summary>
    private const double Octaves = 2;

    /// <summary>Colors that people with color blindness can distinguish.</summary>
    private static readonly string[] Colours = ["#0072b2", "#e69f00", "#009e73"];

    private readonly StringBuilder svg = new();

    private int RowHeight => findings.Deployments.Count * BarHeight + Gap;

    private int Height => Top + Promises.All.Count * RowHeight + Bottom;

    public string Draw(Machine machine)
    {
        svg.Append(
                CultureInfo.InvariantCulture,
                $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" fill="#222">"""
            )
            .Append('\n');
        svg.Append("""<rect width="100%" height="100%" fill="#fff"/>""").Append('\n');
        DrawLegend();
        DrawScale();
        for (var row = 0; row < Promises.All.Count; row++)
            DrawRow(Promises.All[row], Top + row * RowHeight);
        Text(
            12,
            Height - 12,
            $"1: as promised; 2: twice as good. {machine.Date:yyyy-MM-dd}, commit {machine.Commit}, {machine.Processors} x {machine.Cpu}"
        );
        return svg.Append("</svg>\n").ToString();
    }

    private static double Place(double score) =>
        Left + (Width - Left - Right) * (Math.Clamp(Math.Log2(score), -Octaves, Octaves) + Octaves) / (2 * Octaves);

    private void DrawLegend()
    {
        for (var at = 0; at < findings.Deployments.Count; at++)
        {
            Bar(12 + 170 * at, 14, 12, Colours[at]);
            Text(30 + 170 * at, 24, findings.Deployments[at].Name);
        }
    }

    private void DrawScale()
    {
        foreach (var (score, name) in new[] { (0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4") })
        {
            var x = Place(score);
            svg.Append(
                    CultureInfo.InvariantCulture,
                    $"""<line x1="{x:F1}" x2="{x:F1}" y1="{Top - 6}" y2="{Height - Bottom}" stroke="{(score == 1 ? "#222" : "#ccc")}"/>"""
                )
                .Append('\n');
            Text(x, Top - 12, name, "middle");
        }
    }

    private void DrawRow(Promise promise, int top)
    {
        Text(12, top + RowHeight / 2, $"{promise.What.Replace("`", "", StringComparison.Ordinal)}: {promise.Bound}");
        for (var at = 0; at < findings.Deployments.Count; at++)
        {
            if (findings.Median(promise, findings.Deployments[at]) is not { } figure)
                continue;
            var (score, y) = (promise.Score(figure), top + at * BarHeight);
            var (one, end) = (Place(1), Place(score));
            Bar(Math.Min(one, end), y, Math.Max(1, Math.Abs(end - one)), Colours[at]);
            Text(score >= 1 ? end + 4 : end - 4, y + BarHeight - 1, Number.Format(figure), score >= 1 ? "start" : "end", 10);
        }
    }

    private void Bar(double x, double y, double width, string colour) =>
        svg.Append(
                CultureInfo.InvariantCulture,
                $"""<rect x="{x:F1}" y="{y:F1}" width="{width:F1}" height="{BarHeight - 1}" fill="{colour}"/>"""
            )
            .Append('\n');

    private void Text(double x, double y, string text, string anchor = "start", int size = 12) =>
        svg.Append(
                CultureInfo.InvariantCulture,
                $"""<text x="{x:F1}" y="{y:F1}" text-anchor="{anchor}" font-size="{size}">{SecurityElement.Escape(text)}</text>"""
            )
            .Append('\n');
}
