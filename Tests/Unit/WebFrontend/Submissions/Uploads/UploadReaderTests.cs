using System.IO.Pipelines;
using System.Text;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Submissions.Uploads;

namespace RetailPulse.Tests.Unit.WebFrontend.Submissions.Uploads;

/// <summary>Tests how submissions are read from lines.</summary>
public sealed class UploadReaderTests
{
    private const string Header = "store_id,visit_time,image_url\n";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task One_visit_is_read_from_each_line_of_NDJSON(int piece)
    {
        const string body = """
            {"store_id":"S1","image_url":["http://a.example/1","http://a.example/ü"],"visit_time":"t1"}

            {"visit_time":"t2","store_id":"S\u0032","image_url":["http://a.example/3"]}
            """;
        var (reader, visits) = await ReadAsync(UploadFormat.Ndjson, Encoding.UTF8.GetBytes(body.ReplaceLineEndings("\r\n")), piece);
        Assert.Empty(reader.Errors.Found);
        Assert.Equal(["1 S1 t1 http://a.example/1 http://a.example/ü", "3 S2 t2 http://a.example/3"], visits);
        Assert.Equal((2, 3), (reader.Visits, reader.Images));
    }

    [Fact]
    public async Task Consecutive_rows_of_one_store_and_time_are_one_visit()
    {
        var (reader, visits) = await ReadCsvAsync(
            Header + "S1,t1,http://a/1\r\nS1,t1, http://a/2 \nS1,t2,http://a/3\n\nS2,t2,http://a/4\nS1,t1,http://a/5"
        );
        Assert.Empty(reader.Errors.Found);
        Assert.Equal(["2 S1 t1 http://a/1 http://a/2", "4 S1 t2 http://a/3", "6 S2 t2 http://a/4", "7 S1 t1 http://a/5"], visits);
    }

    [Theory]
    [InlineData("store_id;visit_time;image_url\nS1;t,1;http://a/1,2\n")]
    [InlineData("store_id\tvisit_time\timage_url\nS1\tt,1\thttp://a/1,2\n")]
    [InlineData("sep=;\nstore_id;visit_time;image_url\nS1;t,1;http://a/1,2\n")]
    [InlineData("IMAGE_URL, Store_Id ,\"visit_time\"\n\"http://a/1,2\",S1,\"t,1\"\n")]
    [InlineData("store_id;visit_time;image_url;;\r\nS1;t,1;http://a/1,2;;\r\n;;;;\r\n")]
    [InlineData("\u200Bstore_id,visit_time\u200B,\uFEFF image_url\nS1,\"t,1\",\"http://a/1,2\"")]
    [InlineData("\uFEFFstore_id,visit_time,image_url\nS1,\"t,1\",\"http://a/1,2\"")]
    public async Task CSV_is_read_as_spreadsheets_write_it(string csv)
    {
        var (reader, visits) = await ReadCsvAsync(csv);
        Assert.Empty(reader.Errors.Found);
        Assert.Equal(["S1 t,1 http://a/1,2"], visits.Select(visit => visit[2..]));
    }

    [Fact]
    public async Task Images_of_CSV_may_have_references()
    {
        var pipe = PipeReader.Create(
            new MemoryStream(Encoding.UTF8.GetBytes("reference,store_id,visit_time,image_url\nphoto-1,S1,t,http://a/1\n,S1,t,http://a/2\n"))
        );
        var part = await new UploadReader(UploadFormat.Csv, pipe, 10, null).ReadAsync(CancellationToken.None);
        Assert.Equal(["photo-1", null], Assert.Single(part!.Visits).ImageUrls.References!);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task CSV_may_be_UTF_16(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] body = [.. encoding.GetPreamble(), .. encoding.GetBytes("store_id\tvisit_time\timage_url\r\nMünchen\tt\thttp://a/1\r\n")];
        var (reader, visits) = await ReadAsync(UploadFormat.Csv, body, piece: 5);
        Assert.Empty(reader.Errors.Found);
        Assert.Equal(["2 München t http://a/1"], visits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Damaged_UTF_16_is_reported_with_its_line(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        var body = encoding.GetBytes(Header + "S0,t,http://a/0\nS*1,t,http://a/1\nS2,t,http://a/2\n");
        var half = Encoding.UTF8.GetBytes("*")[0];
        var at = Array.LastIndexOf(body, half);

        // The first half of a pair, without the other.
        (body[at - (bigEndian ? 1 : 0)], body[at + (bigEndian ? 0 : 1)]) = bigEndian ? ((byte)0xD8, (byte)0) : ((byte)0, (byte)0xD8);
        var (reader, visits) = await ReadAsync(UploadFormat.Csv, [.. encoding.GetPreamble(), .. body], piece: 7);
        Assert.Equal(["3 must be Unicode, in UTF-8 or UTF-16"], reader.Errors.Found.Select(error => $"{error.Line} {error.Message}"));
        Assert.Equal(["2 S0 t http://a/0", "4 S2 t http://a/2"], visits);
    }

    [Theory]
    [InlineData("S1,t,http://a/1\r\n\u001A")]
    [InlineData("S1,t,http://a/1\u001A")]
    [InlineData("S1,t,\"http://a/1\"\u001A\u001A\r\n")]
    public async Task An_end_of_file_character_at_the_end_is_ignored(string rows)
    {
        var (reader, visits) = await ReadCsvAsync(Header + rows);
        Assert.Empty(reader.Errors.Found);
        Assert.Equal(["2 S1 t http://a/1"], visits);
    }

    [Fact]
    public async Task A_file_whose_lines_end_with_CR_is_told_so()
    {
        var (reader, visits) = await ReadCsvAsync((Header + "S1,t,http://a/1\n").Replace('\n', '\r'));
        Assert.Equal(
            ["1  must end with LF or CRLF; a CR alone does not end a line"],
            reader.Errors.Found.Select(error => $"{error.Line} {error.Field} {error.Message}")
        );
        Assert.Empty(visits);
    }

    [Theory]
    [InlineData("S1,\"say \"\"hi\"\"\",http://a/1", "S1 say \"hi\" http://a/1")]
    [InlineData("S1,5\" shelf,http://a/1", "S1 5\" shelf http://a/1")]
    [InlineData("\" S1\",\"\"\"\",http://a/1", " S1 \" http://a/1")]
    public async Task Quotes_are_read_as_RFC_4180_defines_them(string row, string visit)
    {
        var (reader, visits) = await ReadCsvAsync(Header + row);
        Assert.Empty(reader.Errors.Found);
        Assert.Equal([$"2 {visit}"], visits);
    }

    [Theory]
    [InlineData("", "1 ")]
    [InlineData("\n\n", "2 ")]
    [InlineData("store_id,visit_time\n", "1 /image_url")]
    [InlineData("store_id,visit_time,image_url,image_url,color\n", "1 /image_url|1 /color")]
    [InlineData("store_id,visit_time,image_url\n", "1 ")]
    [InlineData("store_id,visit_time,\"image_url\n", "1 ")]
    public async Task A_file_without_a_valid_header_and_rows_is_invalid(string csv, string errors)
    {
        var (reader, visits) = await ReadCsvAsync(csv);
        Assert.Equal(errors.Split('|'), reader.Errors.Found.Select(error => $"{error.Line} {error.Field}"));
        Assert.Empty(visits);
    }

    [Fact]
    public async Task Every_invalid_field_of_CSV_is_reported_with_its_line()
    {
        var (reader, _) = await ReadCsvAsync(
            Header
                + $"S1,t,http://a/1\n,t,ftp://a\nS1,,\nS1,t\nS1,t,http://a/1,more\n{new string('s', 201)},t,http://a/1\nS1,\"t\"x,http://a/1\nS1,t\u0007,http://a/1\nS1,t,http://a/1"
        );
        Assert.Equal(
            ["3 /store_id", "3 /image_url", "4 /visit_time", "4 /image_url", "5 ", "6 ", "7 /store_id", "8 ", "9 /visit_time"],
            reader.Errors.Found.Select(error => $"{error.Line} {error.Field}")
        );
    }

    [Fact]
    public async Task Every_invalid_field_of_NDJSON_is_reported_with_its_line()
    {
        const string url = "http://a.example/";
        var (reader, _) = await ReadAsync(
            UploadFormat.Ndjson,
            Encoding.UTF8.GetBytes(
                $$$"""
                {"store_id":"S1","image_url":["{{{url}}}"],"visit_time":"t"}
                {"store_id":"","image_url":["{{{url}}}","x"],"color":1}
                [1,{}]
                {"store_id":
                {"store_id":"S1","image_url":["{{{url}}}"],"visit_time":"t"}{}
                {"store_id":"S1","image_url":[],"visit_time":"t"}
                """
            )
        );
        Assert.Equal(
            ["2 /store_id", "2 /image_url/1", "2 /color", "2 /visit_time", "3 ", "4 ", "5 ", "6 /image_url"],
            reader.Errors.Found.Select(error => $"{error.Line} {error.Field}")
        );
        Assert.Equal("is missing", reader.Errors.Found[3].Message);
    }

    [Fact]
    public async Task Reading_stops_after_the_maximum_number_of_errors()
    {
        var (reader, _) = await ReadAsync(UploadFormat.Ndjson, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("7\n", 1_000))));
        Assert.Equal((10, true), (reader.Errors.Found.Count, reader.Errors.More));
        Assert.Equal(10, reader.Errors.Found[^1].Line);
    }

    [Theory]
    [InlineData("application/x-ndjson", 4 * 1024 * 1024)]
    [InlineData("text/csv", 64 * 1024)]
    public async Task A_line_that_is_too_long_is_invalid_and_ends_reading(string type, int most)
    {
        var csv = type == UploadFormat.Csv.MediaType;
        var (reader, visits) = await ReadAsync(
            csv ? UploadFormat.Csv : UploadFormat.Ndjson,
            Encoding.UTF8.GetBytes($"{(csv ? Header : "\n")}{new string(' ', most + 1)}\nx")
        );
        Assert.Equal(
            [(2, "", $"must have at most {most} bytes")],
            reader.Errors.Found.Select(error => ((int)error.Line!, error.Field, error.Message))
        );
        Assert.Empty(visits);
    }

    /// <summary>A small compressed body can have a thousand million of them.</summary>
    [Theory]
    [InlineData("application/x-ndjson", "\n")]
    [InlineData("application/x-ndjson", "\t \r\n")]
    [InlineData("text/csv", "\n")]
    [InlineData("text/csv", ",,\r\n")]
    public async Task Reading_stops_after_two_million_lines_without_content(string type, string line)
    {
        var csv = type == UploadFormat.Csv.MediaType;
        var valid = csv ? "S1,t,http://a/1\n" : """{"store_id":"S1","image_url":["http://a/1"],"visit_time":"t"}""" + "\n";
        var blank = string.Concat(Enumerable.Repeat(line, 2_000_000));
        var (reader, visits) = await ReadAsync($"{(csv ? Header : "")}{blank}{valid}{line}");
        Assert.Empty(reader.Errors.Found);
        Assert.Single(visits);

        // The header is a line with content, which allows for one without.
        (reader, visits) = await ReadAsync($"{(csv ? Header + line : "")}{blank}{line}{valid}");
        var last = csv ? 2_000_003 : 2_000_001;
        Assert.Equal(
            [$"{last}  has no content, like at least 2000000 lines before it; remove them"],
            reader.Errors.Found.Select(error => $"{error.Line} {error.Field} {error.Message}")
        );
        Assert.Empty(visits);

        Task<(UploadReader Reader, List<string> Visits)> ReadAsync(string body) =>
            UploadReaderTests.ReadAsync(csv ? UploadFormat.Csv : UploadFormat.Ndjson, Encoding.UTF8.GetBytes(body), piece: 65_536);
    }

    [Fact]
    public async Task A_visit_of_CSV_has_a_maximum_length()
    {
        var row = $"S1,t,http://a/{new string('x', 8_000)}\n";
        var (reader, _) = await ReadCsvAsync(Header + string.Concat(Enumerable.Repeat(row, 525)));
        Assert.Equal(["525 /image_url", "526 /image_url"], reader.Errors.Found.Select(error => $"{error.Line} {error.Field}"));
    }

    [Fact]
    public async Task References_count_toward_the_length_of_a_visit()
    {
        var row = $"S1,t,http://a/,{new string('€', 200)}\n";
        var csv = $"store_id,visit_time,image_url,reference\n{string.Concat(Enumerable.Repeat(row, 20_070))}";
        var (reader, _) = await ReadCsvAsync(csv);
        Assert.Equal("/image_url", reader.Errors.Found[0].Field);
    }

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    public async Task A_visit_time_has_1000_characters_at_most(int length, bool refused)
    {
        var time = new string('t', length);
        string[] problem = refused ? ["/visit_time must have at most 1000 characters"] : [];
        var (csv, _) = await ReadCsvAsync($"{Header}S1,{time},http://a/1\n");
        Assert.Equal(problem, csv.Errors.Found.Select(error => $"{error.Field} {error.Message}"));
        var line = $$"""{"store_id":"S1","visit_time":"{{time}}","image_url":["http://a/1"]}""";
        var (lines, _) = await ReadAsync(UploadFormat.Ndjson, Encoding.UTF8.GetBytes(line), 4096);
        Assert.Equal(problem, lines.Errors.Found.Select(error => $"{error.Field} {error.Message}"));
    }

    [Fact]
    public async Task Invalid_UTF_8_is_reported()
    {
        var (reader, _) = await ReadAsync(UploadFormat.Csv, [.. Encoding.UTF8.GetBytes(Header + "S1,t,http://a/"), 0xFF, (byte)'\n']);
        Assert.Equal("2 must be Unicode, in UTF-8 or UTF-16", $"{reader.Errors.Found[0].Line} {reader.Errors.Found[0].Message}");
    }

    [Fact]
    public async Task Many_visits_arrive_in_parts_that_follow_each_other()
    {
        var body = Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(0, 5_000).Select(row => $"S{row},t,http://a/{row}\n")));
        var reader = new UploadReader(UploadFormat.Csv, PipeReader.Create(new MemoryStream(body)), 10, null);
        var numbers = new List<int>();
        var parts = 0;
        while (await reader.ReadAsync(CancellationToken.None) is { } part)
        {
            numbers.AddRange(Enumerable.Range(part.First, part.Visits.Length));
            Assert.Equal(part.Visits.Select(visit => visit.StoreId), part.Lines.Select(line => $"S{line - 2}"));
            parts++;
        }

        Assert.Equal(Enumerable.Range(0, 5_000), numbers);
        Assert.Equal(3, parts);
    }

    private static Task<(UploadReader Reader, List<string> Visits)> ReadCsvAsync(string csv) =>
        ReadAsync(UploadFormat.Csv, Encoding.UTF8.GetBytes(csv));

    /// <param name="piece">Number of bytes that arrive at once.</param>
    private static async Task<(UploadReader Reader, List<string> Visits)> ReadAsync(UploadFormat format, byte[] body, int piece = 4096)
    {
        var pipe = PipeReader.Create(new MemoryStream(body), new StreamPipeReaderOptions(bufferSize: piece, minimumReadSize: 1));
        var reader = new UploadReader(format, pipe, maxErrors: 10, digest: null);
        var visits = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None) is { } part)
            visits.AddRange(part.Visits.Select((visit, place) => Show(visit, part.Lines[place])));
        return (reader, visits);
    }

    private static string Show(VisitSubmission visit, long line) =>
        $"{line} {visit.StoreId} {visit.VisitTime} {string.Join(' ', visit.ImageUrls)}";
}
