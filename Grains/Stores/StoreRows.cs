using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>A row: its store, or what is wrong with it.</summary>
/// <param name="Line">The one on which it ends, from 1.</param>
internal readonly record struct StoreRow(int Line, Store? Store, string? Fault);

/// <summary>The rows of a store master, one by one. A broken one does not hide those behind it.</summary>
internal sealed class StoreRows : IDisposable
{
    /// <summary>In characters; longer ones are a quote that was never closed rather than a name.</summary>
    private const int LongestField = 1_000;

    /// <summary>Stands for bytes that are no UTF-8. No character, so no file has it by right.</summary>
    private const char Undecodable = '\uFFFF';

    private const string Misquoted = "a quote stands where none may";

    private static readonly string[] Columns = ["storeid", "storename", "areacode"];

    private readonly CsvReader reader;
    private bool misquoted;

    public StoreRows(Stream csv)
    {
        var utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(Undecodable.ToString()));
        reader = new CsvReader(new StreamReader(csv, utf8), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            IgnoreBlankLines = true,
            DetectDelimiter = false,
            BadDataFound = _ => misquoted = true,
        });
    }

    public IEnumerable<StoreRow> Read()
    {
        if (!reader.Read()) return [new StoreRow(1, null, "the file is empty")];
        string[] header = [.. reader.Parser.Record!.Select(Normalize)];
        string[] faults = misquoted ? [Misquoted] : [.. Columns.Select(column => FaultOf(header, column)).OfType<string>()];
        return faults.Length > 0
            ? faults.Select(fault => new StoreRow(1, null, fault))
            : Read(header.Length, [.. Columns.Select(column => Array.IndexOf(header, column))]);
    }

    public void Dispose() => reader.Dispose();

    private IEnumerable<StoreRow> Read(int width, int[] at)
    {
        while (reader.Read()) yield return ReadRow(reader.Parser, width, at);
    }

    private StoreRow ReadRow(IParser row, int width, int[] at)
    {
        misquoted = false;
        if (row.RawRecord.Contains(Undecodable, StringComparison.Ordinal)) return Wrong("the file is not UTF-8");
        if (row.Count != width) return Wrong($"{row.Count} fields, and the header has {width}");
        string[] values = [.. at.Select(column => row[column].Trim())];
        if (misquoted) return Wrong(Misquoted);
        if (values[0].Length == 0) return Wrong("the store id is empty");
        if (values[0].Any(char.IsControl)) return Wrong("the store id holds a control character");
        if (values[0].Length > Store.LongestId) return Wrong($"the store id is longer than {Store.LongestId} characters");
        if (values.Any(value => value.Length > LongestField)) return Wrong($"a field is longer than {LongestField} characters");
        return new StoreRow(row.RawRow, new Store(values[0], values[1], values[2]), null);

        StoreRow Wrong(string fault) => new(row.RawRow, null, fault);
    }

    private static string? FaultOf(string[] header, string column)
    {
        var found = Array.IndexOf(header, column);
        if (found < 0) return $"column '{column}' is missing; the header must name store_id, store_name and area_code";
        return Array.LastIndexOf(header, column) != found ? $"column '{column}' is there twice" : null;
    }

    /// <summary><c>StoreID</c> and <c> store_id </c> are the same column.</summary>
    private static string Normalize(string name) => name.Replace("_", "", StringComparison.Ordinal).Trim().ToLowerInvariant();
}
