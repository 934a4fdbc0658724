using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CsvHelper;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/jobs/{id}/images</c> over real HTTP, as CSV and NDJSON.</summary>
public sealed class JobExportTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task All_images_are_exported_with_the_members_of_a_page()
    {
        product.Fetcher.Answer = (url, _) => url.EndsWith('7') ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await api.SubmitAsync([
            .. Enumerable
                .Range(0, 30)
                .Select(visit => ("S1", Enumerable.Range(0, 40).Select(image => $"http://a.example/{visit}/{image}").ToArray())),
            ("=1+1", ["http://a.example/\"x\",y"]),
        ]);
        await api.EndAsync(id);
        var page = await api.GetAsync($"jobs/{id}/images?page_size=1000");
        var (lines, csv) = (Objects(await ReadAsync(id, "application/x-ndjson", "ndjson")), Rows(await ReadAsync(id, "text/csv", "csv")));
        Assert.Equal(1_201, lines.Count);
        Assert.Equal(
            page.GetProperty("images").EnumerateArray().Select(image => image.GetRawText()),
            lines.Take(1_000).Select(image => image.GetRawText())
        );
        Assert.Equal(lines.Take(1_200).Select(Cells), csv.Take(1_200));
        Assert.Equal([$"{id}", "One", "10"], csv[0][^5..^2]);
        Assert.Equal([$"{id}", "", ""], csv[^1][^5..^2]);
        Assert.Equal("30,0,'=1+1,t,http://a.example/\"x\",y,failed,unknown_store,,,,,0,0,,0", string.Join(',', csv[^1].Take(15)));
    }

    [Fact]
    public async Task Filters_apply()
    {
        product.Fetcher.Answer = (url, _) => url.EndsWith('1') ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await api.SubmitAsync(("S1", ["http://a.example/1", "http://a.example/2"]), ("S2", ["http://a.example/1"]));
        await api.EndAsync(id);
        Assert.Equal(2, Rows(await ReadAsync(id, "text/csv", "csv", "?status=failed")).Count);
        Assert.Equal(
            ["http://a.example/1"],
            Rows(await ReadAsync(id, "text/csv", "csv", "?reason=http_404&visit=1")).Select(row => row[4])
        );
        Assert.Equal("", await ReadAsync(id, "application/x-ndjson", "ndjson", "?status=pending"));
    }

    [Fact]
    public async Task For_a_spreadsheet_the_file_has_its_separator_and_a_mark()
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1;2,3"]));
        await api.EndAsync(id);
        foreach (var (name, mark) in (IEnumerable<(string, char)>)[("comma", ','), ("semicolon", ';')])
        {
            var file = Encoding.UTF8.GetString(await product.Http.GetByteArrayAsync($"api/v1/jobs/{id}/images.csv?spreadsheet={name}"));
            Assert.StartsWith($"\uFEFFvisit{mark}image{mark}store_id{mark}", file, StringComparison.Ordinal);
            Assert.Contains($"{mark}\"http://a.example/1;2,3\"{mark}", file, StringComparison.Ordinal);
        }

        using var response = await product.Http.GetAsync($"api/v1/jobs/{id}/images.csv?spreadsheet=tab");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("must be one of comma, semicolon", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_job_runs_its_export_is_of_one_instant()
    {
        var (held, answered) = (new TaskCompletionSource(), 0);
        product.Fetcher.Answer = (_, _) =>
        {
            if (Interlocked.Increment(ref answered) == 1_000)
                product.Fetcher.Gate = held.Task;
            return FakeFetcher.Sound;
        };
        var id = await api.SubmitAsync([
            .. Enumerable
                .Range(0, 200)
                .Select(visit => ("S1", Enumerable.Range(0, 20).Select(image => $"http://a.example/{visit}/{image}").ToArray())),
        ]);
        await Eventually.TrueAsync(
            () => product.Count($"SELECT count(*) FROM image_results WHERE job_id = {id}") >= 1_000,
            "some images have their results"
        );

        await using var images = product.Client.Jobs.ExportImagesAsync(id).GetAsyncEnumerator();
        Assert.True(await images.MoveNextAsync());
        var atFirst = product.Count($"SELECT count(*) FROM image_results WHERE job_id = {id}");
        held.SetResult();
        await api.EndAsync(id);
        var statuses = new List<string>();
        do statuses.Add(images.Current.Status);
        while (await images.MoveNextAsync());
        Assert.Equal(4_000, statuses.Count);
        Assert.InRange(statuses.Count(status => status == "measured"), 1_000, atFirst);
        Assert.Equal(4_000, Rows(await ReadAsync(id, "text/csv", "csv", "?status=measured")).Count);
    }

    [Fact]
    public async Task A_job_that_does_not_exist_has_no_export()
    {
        using var response = await GetAsync(4711, "text/csv");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("job_not_found", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_export_has_no_pages()
    {
        using var response = await GetAsync(1, "text/csv", "?page_size=10");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("page_size", await response.Content.ReadAsStringAsync());
    }

    private static List<JsonElement> Objects(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private static List<string[]> Rows(string csv)
    {
        using var reader = new CsvReader(new StringReader(csv), CultureInfo.InvariantCulture);
        reader.Read();
        reader.ReadHeader();
        Assert.Equal(
            "visit,image,store_id,visit_time,url,status,reason,format,width,height,perimeter,bytes,attempts,earlier_failures,elapsed_ms,finished_at,content_hash,job_id,store_name,area_code,reference,visit_reference",
            string.Join(',', reader.HeaderRecord!)
        );
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. reader.Parser.Record!]);
        return rows;
    }

    /// <summary>A JSON object as cells of CSV, which has none for what an image without a result is doing.</summary>
    private static string[] Cells(JsonElement image) =>
        [
            .. image
                .EnumerateObject()
                .Where(member => member.Name != "progress")
                .Select(member =>
                    member switch
                    {
                        { Name: "finished_at" } => member
                            .Value.GetDateTime()
                            .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                        { Value.ValueKind: JsonValueKind.Array } => string.Join(' ', member.Value.EnumerateArray()),
                        _ => member.Value.ToString(),
                    }
                ),
        ];

    private async Task<string> ReadAsync(long id, string accept, string extension, string query = "")
    {
        using var response = await GetAsync(id, accept, query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(accept, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"attachment; filename=\"job-{id}.{extension}\"", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(["Accept"], response.Headers.Vary);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> GetAsync(long id, string accept, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{id}/images{query}");
        request.Headers.Accept.ParseAdd(accept);
        return await product.Http.SendAsync(request);
    }
}
