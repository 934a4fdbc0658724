using System.Text;
using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>Reads visits from CSV with one image per row. Consecutive rows of one store and time are one visit.</summary>
/// <param name="file">Name for messages.</param>
/// <param name="ignored">Receives the names of columns that are not used.</param>
internal sealed class CsvVisits(Stream content, string file, Action<IReadOnlyList<string>> ignored)
{
    private const string Columns = "store_id,visit_time,image_url";

    public IEnumerable<SourceVisit> Read()
    {
        using var text = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 65_536, leaveOpen: true);
        var csv = new CsvReader(text, file);
        var columns = Checked(csv, csv.ReadHeader);
        var (store, time, url) = Positions(columns);
        string? storeId = null,
            visitTime = null;
        List<string> urls = [];
        var line = 0;
        while (Checked(csv, csv.Read) is { } row)
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
            urls.Add(nextUrl);
        }

        if (urls.Count > 0)
            yield return new SourceVisit(new VisitToMeasure(storeId!, [.. urls], visitTime!), line);
    }

    private (int Store, int Time, int Url) Positions(List<string>? header)
    {
        List<string> names = [.. (header ?? []).Select(name => name.Trim().ToLowerInvariant())];
        string[] missing = [.. Columns.Split(',').Where(name => !names.Contains(name))];
        if (missing.Length > 0)
            throw InvalidFile.At(
                file,
                1,
                $"the first row must name the columns; missing: {string.Join(", ", missing)}",
                $"Begin the file with the row: {Columns}"
            );
        string[] others = [.. names.Where(name => name.Length > 0 && !Columns.Split(',').Contains(name))];
        if (others.Length > 0)
            ignored(others);
        return (names.IndexOf("store_id"), names.IndexOf("visit_time"), names.IndexOf("image_url"));
    }

    private string Cell(CsvReader csv, List<string> row, int column, string name) =>
        column < row.Count && row[column].Trim() is { Length: > 0 } text
            ? text
            : throw InvalidFile.At(file, csv.Line, $"{name} is missing");

    private List<string>? Checked(CsvReader csv, Func<List<string>?> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw InvalidFile.At(file, csv.Line, "the text is not UTF-8", "In Excel, save the file as 'CSV UTF-8'.");
        }
    }
}
