using System.Buffers;
using System.Globalization;
using System.Text;
using CsCheck;
using CsvHelper;
using RetailPulse.Cli.Output;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Api;

public sealed class CsvRowTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(null, "")]
    [MemberData(nameof(CsvCells.All), MemberType = typeof(CsvCells))]
    public void A_cell_is_text_and_nothing_else(string? text, string cell) => Assert.Equal($"{cell}\r\n", Write(text));

    [Fact]
    public void Numbers_stand_as_they_are_and_missing_ones_are_empty()
    {
        var output = new ArrayBufferWriter<byte>();
        var row = new CsvRow(output);
        row.Add(0);
        row.Add((long?)null);
        row.Add(long.MaxValue);
        row.Add("x");
        row.End();
        Assert.Equal("0,,9223372036854775807,x\r\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Another_reader_of_csv_reads_what_was_written() =>
        Gen.String[Gen.Char[" ,\"\n\r;ab=ü"], 1, 10]
            .Array[1, 5]
            .Sample(cells =>
            {
                using var reader = new CsvReader(new StringReader(Write(cells)), CultureInfo.InvariantCulture);
                return reader.Read()
                    && cells.SequenceEqual(reader.Parser.Record!.Select(cell => cell.Replace("'", "", StringComparison.Ordinal)));
            });

    /// <summary>Spreadsheets skip blanks and quotes, and split at the separator of their country.</summary>
    [Fact]
    public void No_cell_begins_with_a_formula_in_any_country() =>
        Gen.String[Gen.Char[" \"\n\r\t;a=+-@＝,\u200b\u202e"], 1, 12]
            .Sample(cell =>
                Write(cell)
                    .Split(';', '\t', '\r', '\n')
                    .All(part => part.TrimStart(' ', '"', '\u200b', '\u202e') is not ['=' or '+' or '-' or '@' or '＝', ..])
            );

    /// <summary>A file for a spreadsheet with semicolons may also be opened by one that splits at commas.</summary>
    [Fact]
    public void No_cell_of_a_file_with_semicolons_begins_with_a_formula_in_any_country() =>
        Gen.String[Gen.Char[" \"\n\r\t;a=+-@＝,\u200b\u202e"], 1, 12]
            .Sample(cell =>
                Write(';', cell)
                    .Split(';', ',', '\t', '\r', '\n')
                    .All(part => part.TrimStart(' ', '"', '\u200b', '\u202e') is not ['=' or '+' or '-' or '@' or '＝', ..])
            );

    /// <summary>Two programs have the rule. They may not differ, because people open the files of both.</summary>
    [Fact]
    public void The_command_line_writes_every_cell_as_an_export_does() =>
        Gen.String[Gen.Char[" \"\n\r\t;a1=+-@＝＋－＠,\u00a0\u200b\ufeff"], 1, 12].Sample(cell => Csv.Row([cell]) + "\r\n" == Write(cell));

    private static string Write(params string?[] cells) => Write(',', cells);

    private static string Write(char separator, params string?[] cells)
    {
        var output = new ArrayBufferWriter<byte>();
        var row = new CsvRow(output, separator);
        foreach (var cell in cells)
            row.Add(cell);
        row.End();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
