using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RetailPulse.Grains.Stores;

/// <summary>The rows of a store master, one by one, each with its line.</summary>
internal static class StoreRows
{
    private static readonly string[] Columns = ["storeid", "storename", "areacode"];

    public static CsvConfiguration Format => new(CultureInfo.InvariantCulture)
    {
        TrimOptions = TrimOptions.Trim,
        IgnoreBlankLines = true,
        DetectDelimiter = false,
        BadDataFound = context => throw new StoreMasterException(context.Context.Parser!.RawRow, "a quote stands where none may"),
    };

    /// <exception cref="StoreMasterException">A column is missing, or a row is broken.</exception>
    public static IEnumerable<(int Line, Store Store)> Read(CsvReader reader)
    {
        if (!reader.Read()) throw new StoreMasterException(1, "the file is empty");
        string[] header = [.. reader.Parser.Record!.Select(Normalize)];
        int[] at = [.. Columns.Select(column => Find(header, column))];
        while (reader.Read()) yield return (reader.Parser.RawRow, ReadStore(reader.Parser, header.Length, at));
    }

    private static Store ReadStore(IParser row, int width, int[] at)
    {
        if (row.Count != width) throw new StoreMasterException(row.RawRow, $"{row.Count} fields, and the header has {width}");
        string[] values = [.. at.Select(column => row[column].Trim())];
        if (values[0].Length == 0) throw new StoreMasterException(row.RawRow, "the store id is empty");
        return new Store(values[0], values[1], values[2]);
    }

    private static int Find(string[] header, string column)
    {
        var found = Array.IndexOf(header, column);
        if (found < 0) throw new StoreMasterException(1, $"column '{column}' is missing; the header must name store_id, store_name and area_code");
        if (Array.LastIndexOf(header, column) != found) throw new StoreMasterException(1, $"column '{column}' is there twice");
        return found;
    }

    /// <summary><c>StoreID</c> and <c> store_id </c> are the same column.</summary>
    private static string Normalize(string name) => name.Replace("_", "", StringComparison.Ordinal).Trim().ToLowerInvariant();
}
