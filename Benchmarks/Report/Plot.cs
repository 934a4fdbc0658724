using System.Globalization;
using System.Text;

namespace RetailPulse.Benchmarks.Report;

/// <summary>One curve.</summary>
/// <param name="Title">What is seen, with its unit.</param>
/// <param name="Across">What the x axis counts.</param>
/// <param name="Points">X more than 0, by ascending X.</param>
internal sealed record Panel(string Title, string Across, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Draws curves as SVG, two next to each other, on white: x logarithmic, y linear from 0.</summary>
internal static class Plot
{
    private const int Width = 420,
        Height = 280,
        Left = 60,
        Right = 60,
        Top = 44,
        Bottom = 48;
    private const int PlotWidth = Width - Left - Right,
        PlotHeight = Height - Top - Bottom;

    private static readonly int[] Factors = [1, 2, 5, 10];

    public static string Draw(IReadOnlyList<Panel> panels)
    {
        var rows = (panels.Count + 1) / 2;
        var svg = new StringBuilder(
            Text(
                $"""<svg xmlns="http://www.w3.org/2000/svg" width="{2 * Width}" height="{rows * Height}" font-family="sans-serif" font-size="12" fill="#222">"""
            )
        );
        svg.Append("""<rect width="100%" height="100%" fill="white"/>""");
        for (var at = 0; at < panels.Count; at++)
        {
            svg.Append(Text($"""<g transform="translate({at % 2 * Width},{at / 2 * Height})">"""));
            Draw(svg, panels[at]);
            svg.Append("</g>");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, Panel panel)
    {
        var (low, high) = Decades(panel.Points);
        var step = Step(panel.Points.Max(point => point.Y));
        var top = step * Math.Ceiling(panel.Points.Max(point => point.Y) * 1.1 / step);
        svg.Append(Text($"""<text x="{Left}" y="20" font-size="14" font-weight="bold">{panel.Title}</text>"""));
        svg.Append(Text($"""<text x="{Left + PlotWidth / 2}" y="{Height - 10}" text-anchor="middle">{panel.Across}</text>"""));
        DrawGrid(svg, step, top, low, high);
        DrawCurve(svg, [.. panel.Points.Select(point => (X(Math.Log10(point.X), low, high), Y(point.Y, top), point.Y))]);
    }

    private static void DrawGrid(StringBuilder svg, double step, double top, int low, int high)
    {
        for (var value = 0.0; value <= top + step / 2; value += step)
        {
            svg.Append(Text($"""<path d="M{Left} {Y(value, top):F1}h{PlotWidth}" stroke="#ddd"/>"""));
            svg.Append(Text($"""<text x="{Left - 6}" y="{Y(value, top) + 4:F1}" text-anchor="end">{value:#,0.##}</text>"""));
        }

        for (var decade = low; decade <= high; decade++)
        {
            svg.Append(Text($"""<path d="M{X(decade, low, high):F1} {Top}v{PlotHeight}" stroke="#ddd"/>"""));
            svg.Append(
                Text(
                    $"""<text x="{X(decade, low, high):F1}" y="{Top + PlotHeight + 18}" text-anchor="middle">{Math.Pow(10, decade):#,0}</text>"""
                )
            );
        }
    }

    private static void DrawCurve(StringBuilder svg, IReadOnlyList<(double X, double Y, double Value)> places)
    {
        var line = string.Join(' ', places.Select(place => Text($"{place.X:F1},{place.Y:F1}")));
        svg.Append(Text($"""<polyline points="{line}" fill="none" stroke="#1f6feb" stroke-width="2"/>"""));
        foreach (var (x, y, value) in places)
        {
            svg.Append(Text($"""<circle cx="{x:F1}" cy="{y:F1}" r="3.5" fill="#1f6feb"/>"""));
            svg.Append(Text($"""<text x="{x + 4:F1}" y="{y - 8:F1}">{value:#,0.#}</text>"""));
        }
    }

    /// <summary>The powers of ten around the points; at least one apart.</summary>
    private static (int Low, int High) Decades(IReadOnlyList<(double X, double Y)> points)
    {
        var low = (int)Math.Floor(Math.Log10(points[0].X));
        return (low, Math.Max(low + 1, (int)Math.Ceiling(Math.Log10(points[^1].X))));
    }

    /// <summary>1, 2 or 5 times a power of ten, of which about five make the range.</summary>
    private static double Step(double most)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(most, 1e-3) / 5)));
        return unit * Factors.First(factor => factor * unit * 5 >= most);
    }

    private static double X(double decade, int low, int high) => Left + (decade - low) / (high - low) * PlotWidth;

    private static double Y(double value, double top) => Top + PlotHeight - value / top * PlotHeight;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
