using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RetailPulse.Grains.Stores;

/// <summary>Reads the rows of a file whose fields are separated by one character.</summary>
internal sealed class DelimitedRows : IDisposable
{
    /// <summary>End-of-file character of MS-DOS and of programs that follow it.</summary>
    public const char EndOfFile = '\u001A';

    private readonly CsvReader reader;

    /// <param name="csv">File at its beginning. It is not disposed.</param>
    public DelimitedRows(Stream csv, StoreEncoding encoding, char delimiter)
    {
        csv.Position = 0;
        var text = new StreamReader(csv, encoding.Encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        reader = new CsvReader(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = delimiter.ToString(),
                TrimOptions = TrimOptions.Trim,
                IgnoreBlankLines = true,
                DetectDelimiter = false,
                BadDataFound = _ => Misquoted = true,
            }
        );
    }

    /// <summary>Line on which the row ends, from 1.</summary>
    public int Line => reader.Parser.RawRow;

    /// <summary>Text of the row, unchanged.</summary>
    public string Raw => reader.Parser.RawRecord;

    /// <summary>The fields of the row.</summary>
    public string[] Fields { get; private set; } = [];

    /// <summary>Whether the row has a quote in an invalid position.</summary>
    public bool Misquoted { get; private set; }

    /// <summary>Whether no field of the row has a value, as in the empty rows that spreadsheets export.</summary>
    public bool IsBlank => Array.TrueForAll(Fields, string.IsNullOrWhiteSpace);

    /// <summary>Reads the next row, if there is one.</summary>
    public bool Read()
    {
        Misquoted = false;
        if (!reader.Read())
            return false;
        Fields = reader.Parser.Record!;
        Fields[^1] = Fields[^1].TrimEnd(EndOfFile);
        return true;
    }

    public void Dispose() => reader.Dispose();
}
