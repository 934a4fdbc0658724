using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Microsoft.Extensions.DependencyInjection;
using RetailPulse.Client;
using RetailPulse.Images;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/failures</c>, <c>/api/v1/failures.csv</c> and <c>/api/v1/failures.ndjson</c> over real HTTP.</summary>
public sealed class FailuresTests(Product product) : IClassFixture<Product>, IAsyncLifetime
{
    private static readonly string[] Columns =
    [
        "job_id",
        "visit",
        "image",
        "store_id",
        "store_name",
        "area_code",
        "visit_time",
        "url",
        "host",
        "reason",
        "attempts",
        "finished_at",
        "job_label",
        "reference",
        "visit_reference",
    ];

    private readonly Api api = new(product.Http);
    private long first;

    /// <summary>Two jobs: S1 failed once in each, S3 once in the second, and a store that the master lacks.</summary>
    public async ValueTask InitializeAsync()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404)
            : url.EndsWith("broken", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Corrupt)
            : FakeFetcher.Sound;
        if (product.Count("SELECT count(*) FROM jobs") == 0)
        {
            await api.EndAsync(await api.SubmitAsync(("S1", ["http://a.example/gone", "http://a.example/1"])));
            await api.EndAsync(
                await api.SubmitAsync(
                    ("S3", ["http://b.example:8080/broken"]),
                    ("S1", ["http://b.example/gone", "http://b.example/1"]),
                    ("=S9", ["http://b.example/2"])
                )
            );
        }

        first = product.Count("SELECT min(job_id) FROM jobs");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A front end holds a page for each export that runs.</summary>
    [Fact]
    public async Task A_tenant_with_too_many_exports_receives_503_for_another()
    {
        await using var other = new Product();
        await other.InitializeAsync();
        var job = await new Api(other.Http).SubmitAsync(
            ("unknown", [.. Enumerable.Range(0, 1_001).Select(image => $"http://a.example/{image}")])
        );
        await new Api(other.Http).EndAsync(job);
        var runs = other.Services.GetRequiredService<ExportRuns>();
        var held = Enumerable.Range(0, 12).Select(_ => runs.TryBegin("default", single: false)!).ToList();
        foreach (var path in (string[])["/api/v1/failures.csv", "/api/v1/failures.ndjson"])
        {
            using var refused = await other.Http.GetAsync(path);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        }

        held[0].Dispose();
        Assert.Equal(1_003, (await other.Http.GetStringAsync("/api/v1/failures.csv")).Split('\n').Length);
        await Eventually.TrueAsync(() => runs.InUse == 11, "the permit is released");
    }

    [Theory]
    [InlineData("", "0/0/0/S1/http_404 1/0/0/S3/corrupt 1/1/0/S1/http_404 1/2/0/=S9/unknown_store")]
    [InlineData("?store=S1", "0/0/0/S1/http_404 1/1/0/S1/http_404")]
    [InlineData("?area=20", "1/0/0/S3/corrupt")]
    [InlineData("?area=99", "")]
    [InlineData("?reason=http_404&host=B.example", "1/1/0/S1/http_404")]
    [InlineData("?host=b.example:8080", "1/0/0/S3/corrupt")]
    [InlineData("?host=b.example:", "1/1/0/S1/http_404 1/2/0/=S9/unknown_store")]
    [InlineData("?failed_from=2026-01-01&area=10", "0/0/0/S1/http_404 1/1/0/S1/http_404")]
    [InlineData("?failed_to=2020-01-01", "")]
    public async Task Which_stores_failed_and_why_takes_one_call(string query, string failures)
    {
        var page = await api.GetAsync($"failures{query}");
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next_page_token").ValueKind);
        Assert.Equal(failures, string.Join(' ', page.GetProperty("failures").EnumerateArray().Select(Name).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("semicolon", ';')]
    [InlineData("comma", ',')]
    public async Task An_export_for_a_spreadsheet_has_its_separator_and_a_mark(string spreadsheet, char separator)
    {
        var bytes = await product.Http.GetByteArrayAsync($"/api/v1/failures.csv?area=20&spreadsheet={spreadsheet}");
        var lines = Encoding.UTF8.GetString(bytes).Split("\r\n");
        Assert.Equal($"\uFEFF{string.Join(separator, Columns)}", lines[0]);
        Assert.Equal(
            string.Join(
                separator,
                first + 1,
                0,
                0,
                "S3",
                "Three",
                "20",
                "t",
                "http://b.example:8080/broken",
                "b.example:8080",
                "corrupt",
                1
            ),
            string.Join(separator, lines[1].Split(separator)[..11])
        );
    }

    [Fact]
    public async Task A_failure_has_its_job_store_name_area_and_host()
    {
        var failure = Assert.Single(await product.Client.Failures.ListAsync(new FailureQuery { Area = "20" }).ToListAsync());
        Assert.Equal(
            (first + 1, 0, 0, "S3", "Three", "20", "t", "http://b.example:8080/broken", "b.example:8080", "corrupt", 1),
            (
                failure.JobId,
                failure.Visit,
                failure.Image,
                failure.StoreId,
                failure.StoreName,
                failure.AreaCode,
                failure.VisitTime,
                failure.Url,
                failure.Host,
                failure.Reason,
                failure.Attempts
            )
        );
        Assert.Equal(0, failure.FinishedAt.Ticks % TimeSpan.TicksPerMillisecond);
        Assert.Empty(
            await product.Client.Failures.ListAsync(new FailureQuery { FailedTo = failure.FinishedAt, Area = "20" }).ToListAsync()
        );
        Assert.Single(
            await product.Client.Failures.ListAsync(new FailureQuery { FailedFrom = failure.FinishedAt, Area = "20" }).ToListAsync()
        );
    }

    [Fact]
    public async Task Pages_and_exports_have_the_same_failures()
    {
        var whole = (await api.GetAsync("failures"))
            .GetProperty("failures")
            .EnumerateArray()
            .Select(failure => failure.GetRawText())
            .ToArray();
        Assert.Equal(4, whole.Length);
        var (paged, token) = (new List<string>(), "");
        do
        {
            var page = await api.GetAsync($"failures?page_size=1{token}");
            paged.AddRange(page.GetProperty("failures").EnumerateArray().Select(failure => failure.GetRawText()));
            token = page.GetProperty("next_page_token").GetString() is { } next ? $"&page_token={next}" : "";
        } while (token.Length > 0);
        Assert.Equal(whole, paged);
        Assert.Equal(whole, (await ReadAsync("ndjson", "application/x-ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries));

        var csv = Rows(await ReadAsync("csv", "text/csv"));
        Assert.Equal(Columns, csv[0]);
        Assert.Equal(whole.Select(failure => Cells(JsonSerializer.Deserialize<JsonElement>(failure))), csv[1..]);
        Assert.Equal(3, (await product.Client.Failures.ExportAsync(new FailureQuery { Host = "b.example" }).ToListAsync()).Count);
    }

    [Theory]
    [InlineData("image/png", 406, "application/problem+json")]
    [InlineData("text/csv", 200, "text/csv")]
    [InlineData("application/x-ndjson", 200, "application/x-ndjson")]
    [InlineData("text/html, */*;q=0.1", 200, "application/json")]
    public async Task The_form_of_a_list_is_negotiated(string accept, int status, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/failures");
        request.Headers.Accept.ParseAdd(accept);
        using var response = await product.Http.SendAsync(request);
        Assert.Equal((status, type), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Fact]
    public async Task An_image_that_is_measured_in_a_retry_has_not_failed()
    {
        var id = await api.SubmitAsync(("S2", ["http://retried.example/gone"]));
        await api.EndAsync(id);
        Assert.Single(await product.Client.Failures.ListAsync(new FailureQuery { Store = "S2" }).ToListAsync());
        product.Fetcher.Answer = (_, _) => FakeFetcher.Sound;
        await api.SendAsync(HttpMethod.Post, $"jobs/{id}/retry");
        await api.EndAsync(id);
        Assert.Empty(await product.Client.Failures.ListAsync(new FailureQuery { Store = "S2" }).ToListAsync());
    }

    [Theory]
    [InlineData("failures?reason=luck", "reason")]
    [InlineData("failures?failed_from=11/10/2026", "failed_from")]
    [InlineData("failures?failed_from=2026-05-04&failed_to=2026-05-03", "failed_to")]
    [InlineData("failures?page_size=1001", "page_size")]
    [InlineData("failures?page_token=AAAA", "page_token")]
    [InlineData("failures?bogus=1", "bogus")]
    [InlineData("failures.csv?page_size=10", "page_size")]
    [InlineData("failures.csv?spreadsheet=tab", "spreadsheet")]
    [InlineData("failures.ndjson?spreadsheet=comma", "spreadsheet")]
    [InlineData("failures.ndjson?store=", "store")]
    public async Task A_wrong_field_is_named(string path, string field) => Assert.Equal([field], await api.RefusedFieldsAsync(path));

    private string Name(JsonElement failure) =>
        string.Join(
            '/',
            [
                .. new[]
                {
                    failure.GetProperty("job_id").GetInt64() - first,
                    failure.GetProperty("visit").GetInt64(),
                    failure.GetProperty("image").GetInt64(),
                }.Select(number => number.ToString(CultureInfo.InvariantCulture)),
                failure.GetProperty("store_id").GetString(),
                failure.GetProperty("reason").GetString(),
            ]
        );

    private static string[] Cells(JsonElement failure) =>
        [
            .. failure
                .EnumerateObject()
                .Select(member =>
                    member switch
                    {
                        { Name: "finished_at" } => member
                            .Value.GetDateTime()
                            .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                        { Name: "store_id", Value: var id } when id.GetString()!.StartsWith('=') => $"'{id}",
                        _ => member.Value.ToString(),
                    }
                ),
        ];

    private static List<string[]> Rows(string csv)
    {
        using var parser = new CsvParser(new StringReader(csv), CultureInfo.InvariantCulture);
        var rows = new List<string[]>();
        while (parser.Read())
            rows.Add([.. parser.Record!]);
        return rows;
    }

    private async Task<string> ReadAsync(string extension, string type)
    {
        using var response = await product.Http.GetAsync($"/api/v1/failures.{extension}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"attachment; filename=\"failures.{extension}\"", response.Content.Headers.ContentDisposition!.ToString());
        return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
    }
}
