using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract;

/// <summary><c>GET /api/visits</c> over real HTTP.</summary>
public sealed class VisitsTests(Product product) : IClassFixture<Product>, IAsyncLifetime
{
    private const string One =
        """{"store_id":"S1","area":"10","store_name":"One","data":[{"date":null,"perimeter":14},{"date":"2026-05-03","perimeter":14},"""
        + """{"date":"2026-05-04","perimeter":14},{"date":"2026-05-04","perimeter":14}]}""";
    private const string Two = """{"store_id":"S2","area":"10","store_name":"Two","data":[{"date":"2026-05-04","perimeter":14}]}""";

    /// <summary>S1 has four measured images of three visits and a failed one, S2 one, S3 none.</summary>
    public async ValueTask InitializeAsync()
    {
        if (product.Count("SELECT count(*) FROM jobs") > 0)
            return;
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("broken", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Corrupt) : FakeFetcher.Sound;
        await SubmitAsync(
            Visit("S2", "2026-05-04T23:59:59Z", "1"),
            Visit("S1", "2026-05-04T01:00:00+05:30", "1"),
            Visit("S3", "2026-05-04", "broken")
        );
        await SubmitAsync(Visit("S1", "2026-05-04", "1", "broken", "2"), Visit("S1", "in the morning", "1"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("", One, Two)]
    [InlineData("?area=&storeid=&startdate=&enddate=", One, Two)]
    [InlineData("?area=10", One, Two)]
    [InlineData("?area=20", """{"store_id":"S3","area":"20","store_name":"Three","data":[]}""")]
    [InlineData("?storeid=S2", Two)]
    [InlineData("?storeid=S2&area=10", Two)]
    [InlineData("?storeid=S2&area=20")]
    [InlineData(
        "?storeid=S1&startdate=2026-05-03&enddate=2026-05-03",
        """{"store_id":"S1","area":"10","store_name":"One","data":[{"date":"2026-05-03","perimeter":14}]}"""
    )]
    [InlineData("?startdate=2026-05-04T23:59:59Z", Two)]
    [InlineData("?startdate=2026-05-05")]
    [InlineData("?area=10&startdate=2026-05-04T12:00:00Z", """{"store_id":"S1","area":"10","store_name":"One","data":[]}""", Two)]
    [InlineData("?storeid=S2&enddate=2026-05-04", Two)]
    [InlineData("?storeid=S2&enddate=2026-05-04T23:59:58Z", """{"store_id":"S2","area":"10","store_name":"Two","data":[]}""")]
    public async Task Measured_images_are_listed_by_store_and_date(string query, params string[] results)
    {
        using var response = await product.Http.GetAsync($"/api/visits{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal($$"""{"results":[{{string.Join(',', results)}}]}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/json;q=0.5, text/*")]
    public async Task Measured_images_are_exported_as_CSV_with_their_jobs(string accept)
    {
        using var response = await AskAsync("?area=10", accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/csv; charset=utf-8; header=present", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=\"visits.csv\"", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(["Accept"], response.Headers.Vary);
        var later = product.Count("SELECT max(job_id) FROM jobs");
        Assert.Equal(
            $"""
            store_id,store_name,area,date,perimeter,job_id,visit,image
            S1,One,10,,14,{later},1,0
            S1,One,10,2026-05-03,14,{later - 1},1,0
            S1,One,10,2026-05-04,14,{later},0,0
            S1,One,10,2026-05-04,14,{later},0,2
            S2,Two,10,2026-05-04,14,{later - 1},0,0

            """.ReplaceLineEndings("\r\n"),
            await response.Content.ReadAsStringAsync()
        );
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    [InlineData("image/png")]
    [InlineData("text/html, */*;q=0.1")]
    public async Task Any_other_Accept_header_receives_JSON(string accept)
    {
        using var response = await AskAsync("?storeid=S2", accept);
        Assert.Equal(
            (HttpStatusCode.OK, "application/json; charset=utf-8"),
            (response.StatusCode, response.Content.Headers.ContentType!.ToString())
        );
    }

    [Theory]
    [InlineData("storeid=S9", "Store not found")]
    [InlineData("storeid=s1", "Store not found")]
    [InlineData("area=99", "Area not found")]
    [InlineData("area=99&storeid=S1", "Area not found")]
    [InlineData("area=10&area=20", "area is given more than once")]
    [InlineData("storeid=a%00b", "storeid must be text of 1 to 1000 characters, without control characters")]
    [InlineData("startdate=yesterday", "startdate must be a date such as 2026-05-04, or a time such as 2026-05-04T09:30:00Z")]
    [InlineData("enddate=2026-02-30", "enddate must be a date such as 2026-05-04, or a time such as 2026-05-04T09:30:00Z")]
    [InlineData("startdate=2026-05-05&enddate=2026-05-04", "enddate must not be before startdate")]
    [InlineData("start_date=2026-05-05", "start_date is not a parameter of this operation")]
    public async Task What_cannot_be_answered_is_refused_with_its_reason(string query, string error)
    {
        using var response = await product.Http.GetAsync($"/api/visits?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($$"""{"error":"{{error}}"}""", await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> AskAsync(string query, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/visits{query}");
        request.Headers.Accept.ParseAdd(accept);
        return await product.Http.SendAsync(request);
    }

    private static object Visit(string store, string time, params string[] images) =>
        new
        {
            store_id = store,
            visit_time = time,
            image_url = images.Select(image => $"http://a.example/{image}"),
        };

    private async Task SubmitAsync(params object[] visits)
    {
        using var response = await product.Http.PostAsJsonAsync("/api/submit/", new { count = visits.Length, visits });
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
        await Eventually.TrueAsync(
            async () => !(await product.Http.GetStringAsync($"/api/status?jobid={id}")).Contains("ongoing", StringComparison.Ordinal),
            $"job {id} ends"
        );
    }
}
