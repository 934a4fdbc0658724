using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>
/// Reads visits from CSV with one image per row, and optionally its reference. Consecutive rows of one store and time are one visit.
/// </summary>
/// <param name="file">Name for messages.</param>
/// <param name="ignored">Receives the names of columns that are not used.</param>
internal sealed class CsvVisits(Stream content, string file, Action<IReadOnlyList<string>> ignored)
{
    private const string Columns = "store_id,visit_time,image_url";
    private const string Reference = "reference";

    public IEnumerable<SourceVisit> Read()
    {
        using var text = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 65_536, leaveOpen: true);
        var csv = new CsvReader(text, file);
        var columns = Checked(csv.ReadHeader);
        var (store, time, url, reference) = Positions(columns, csv.Line);
        string? storeId = null,
            visitTime = null;
        List<ImageToMeasure> urls = [];
        var line = 0;
        while (Checked(csv.Read) is { } row)
        {
            var (nextStore, nextTime, nextUrl) = (
                Cell(csv, row, store, "store_id"),
                Cell(csv, row, time, "visit_time"),
                Cell(csv, row, url, "image_url")
            );
            if (urls.Count > 0 && (nextStore != storeId || nextTime != visitTime))
            {
                yield return new SourceVisit(new VisitToMeasure(storeId!, [.. urls], visitTime!), line);
                urls = [];
            }

            if (urls.Count == 0)
                (storeId, visitTime, line) = (nextStore, nextTime, csv.Line);
            urls.Add(new ImageToMeasure(nextUrl, Optional(row, reference)));
        }

        if (urls.Count > 0)
            yield return new SourceVisit(new VisitToMeasure(storeId!, [.. urls], visitTime!), line);
    }

    private (int Store, int Time, int Url, int Reference) Positions(List<string>? header, int line)
    {
        List<string> names = [.. (header ?? []).Select(name => name.Trim().ToLowerInvariant())];
        string[] missing = [.. Columns.Split(',').Where(name => !names.Contains(name))];
        if (missing.Length > 0)
            throw InvalidFile.At(
                file,
                Math.Max(1, line),
                $"the first row must name the columns; missing: {string.Join(", ", missing)}",
                $"Begin the file with the row: {Columns}"
            );
        string[] others = [.. names.Where(name => name.Length > 0 && name != Reference && !Columns.Split(',').Contains(name))];
        if (others.Length > 0)
            ignored(others);
        return (names.IndexOf("store_id"), names.IndexOf("visit_time"), names.IndexOf("image_url"), names.IndexOf(Reference));
    }

    private string Cell(CsvReader csv, List<string> row, int column, string name) =>
        column < row.Count && row[column].Trim() is { Length: > 0 } text
            ? text
            : throw InvalidFile.At(file, csv.Line, $"{name} is missing");

    /// <summary>Returns the text of a column; <see langword="null"/> if there is none.</summary>
    private static string? Optional(List<string> row, int column) =>
        column >= 0 && column < row.Count && row[column].Trim() is { Length: > 0 } text ? text : null;

    private List<string>? Checked(Func<List<string>?> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw InvalidFile.At(file, FindInvalidLine(), "the text is not UTF-8", "In Excel, save the file as 'CSV UTF-8'.");
        }
    }

    /// <summary>Returns the first line that is not UTF-8. It is not the line that is being read, because text is decoded in blocks.</summary>
    private int FindInvalidLine()
    {
        content.Position = 0;
        var bytes = new BufferedStream(content, 65_536);
        List<byte> text = [];
        for (var line = 1; ; line++)
        {
            text.Clear();
            int next;
            while ((next = bytes.ReadByte()) is >= 0 and not '\n')
                text.Add((byte)next);
            if (next < 0 || !Utf8.IsValid(CollectionsMarshal.AsSpan(text)))
                return line;
        }
    }
}
