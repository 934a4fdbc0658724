using System.Buffers;
using System.Globalization;
using System.Text;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Writes one row of CSV, cell by cell.</summary>
/// <remarks>
/// See RFC 4180. The encoding is UTF-8. Cells that a spreadsheet would treat as a formula become text.
/// </remarks>
/// <param name="separator">What separates the cells: a comma, or a semicolon for spreadsheets whose numbers have commas.</param>
internal ref struct CsvRow(IBufferWriter<byte> output, char separator = ',')
{
    /// <summary>Media type of a whole file, whose first row has the names of the columns.</summary>
    public const string ContentType = $"{Representations.Csv}; charset=utf-8; header=present";

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> SpecialWithSemicolons = SearchValues.Create(";\"\r\n");

    private bool begun;

    public void Add(string? text)
    {
        Separate();
        if (string.IsNullOrEmpty(text))
            return;
        text = CsvFormula.Guard(text, separator);
        if (text.AsSpan().ContainsAny(separator == ',' ? Special : SpecialWithSemicolons))
            text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Encoding.UTF8.GetBytes(text, output);
    }

    public void Add(long? number)
    {
        Separate();
        if (number is not { } value)
            return;
        var digits = output.GetSpan(20);
        value.TryFormat(digits, out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <param name="time">Time in UTC, written in milliseconds, as everywhere in the API.</param>
    public void Add(DateTime? time) => Add(time?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

    public readonly void End() => output.Write("\r\n"u8);

    private void Separate()
    {
        if (begun)
            output.Write([(byte)separator]);
        begun = true;
    }
}
