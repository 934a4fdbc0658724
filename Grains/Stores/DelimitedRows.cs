using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RetailPulse.Grains.Stores;

/// <summary>Rows of a file whose fields are separated by one character, read from its beginning.</summary>
internal sealed class DelimitedRows : IDisposable
{
    /// <summary>Ends a text file of MS-DOS, and of programs that write like it.</summary>
    private const char EndOfFile = '\u001A';

    private readonly CsvReader reader;

    /// <param name="csv">Stays open.</param>
    public DelimitedRows(Stream csv, StoreEncoding encoding, char delimiter)
    {
        csv.Position = 0;
        var text = new StreamReader(csv, encoding.Encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        reader = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            TrimOptions = TrimOptions.Trim,
            IgnoreBlankLines = true,
            DetectDelimiter = false,
            BadDataFound = _ => Misquoted = true,
        });
    }

    /// <summary>The line on which the row ends, from 1.</summary>
    public int Line => reader.Parser.RawRow;

    /// <summary>The row as the file has it.</summary>
    public string Raw => reader.Parser.RawRecord;

    /// <summary>The fields of the row.</summary>
    public string[] Fields { get; private set; } = [];

    /// <summary>Whether the row has a quote where none may be.</summary>
    public bool Misquoted { get; private set; }

    /// <summary>Whether no field of the row has a value, as in the empty rows that spreadsheets export.</summary>
    public bool IsBlank => Array.TrueForAll(Fields, string.IsNullOrWhiteSpace);

    /// <summary>Reads the next row, if there is one.</summary>
    public bool Read()
    {
        Misquoted = false;
        if (!reader.Read()) return false;
        Fields = reader.Parser.Record!;
        Fields[^1] = Fields[^1].TrimEnd(EndOfFile);
        return true;
    }

    public void Dispose() => reader.Dispose();
}
