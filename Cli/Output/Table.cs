using System.Text;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Output;

/// <summary>Aligned columns. The widths are those of the first rows, so that a long list appears while it is read.</summary>
/// <param name="cutsLast">Whether the last column is cut at the end of the line of the terminal.</param>
internal sealed class Table(IReadOnlyList<string> headings, Style style, int? maxWidth, Action<string> write, bool cutsLast = true)
{
    private const int Sample = 200;
    private const int Gap = 2;
    private const int NarrowestLast = 20;

    private readonly List<Cell[]> waiting = [];
    private int[]? widths;
    private bool[]? right;

    public void Add(Cell[] row)
    {
        if (widths is not null)
        {
            Write(row);
            return;
        }

        waiting.Add(row);
        if (waiting.Count == Sample)
            Begin();
    }

    /// <summary>Writes what is left. An empty table has no headings.</summary>
    public void End()
    {
        if (widths is null && waiting.Count > 0)
            Begin();
    }

    private void Begin()
    {
        right = [.. headings.Select((_, column) => waiting.TrueForAll(row => row[column].IsNumber))];
        widths = [.. headings.Select((heading, column) => Math.Max(heading.Length, waiting.Max(row => Shown(row[column]).Length)))];
        if (cutsLast && maxWidth is { } most)
            widths[^1] = Math.Clamp(
                most - widths[..^1].Sum() - Gap * (widths.Length - 1),
                NarrowestLast,
                Math.Max(NarrowestLast, widths[^1])
            );
        Write([.. headings.Select(heading => new Cell(heading.ToUpperInvariant(), Tone: Tone.Strong))]);
        foreach (var row in waiting)
            Write(row);
        waiting.Clear();
    }

    private void Write(Cell[] row)
    {
        var line = new StringBuilder();
        for (var column = 0; column < row.Length; column++)
        {
            var isLast = column == row.Length - 1;
            var text = Shown(row[column]);
            if (isLast && cutsLast && maxWidth is not null && text.Length > widths![column])
                text = $"{text[..(widths[column] - 1)]}…";
            var padding = new string(' ', Math.Max(0, widths![column] - text.Length));
            var painted = style.Paint(text, row[column].Tone);
            line.Append(
                right![column] ? padding + painted
                : isLast ? painted
                : painted + padding
            );
            if (!isLast)
                line.Append(' ', Gap);
        }

        write(line.ToString());
    }

    private static string Shown(Cell cell) => Texts.Safe(cell.Shown ?? cell.Plain);
}
