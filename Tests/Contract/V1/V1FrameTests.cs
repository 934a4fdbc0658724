using System.Net;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>What all of API v1 has in common.</summary>
public sealed class V1FrameTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("jobs/1/nothing")]
    public async Task An_unknown_path_is_not_found(string path) =>
        Assert.Equal("not_found", (await api.FailAsync(HttpStatusCode.NotFound, path)).GetProperty("code").GetString());

    [Fact]
    public async Task An_unsupported_method_returns_405()
    {
        var problem = await api.FailAsync(HttpStatusCode.MethodNotAllowed, "jobs/1/images", HttpMethod.Delete);
        Assert.Equal("method_not_allowed", problem.GetProperty("code").GetString());
        Assert.Equal("Method Not Allowed", problem.GetProperty("title").GetString());
        Assert.Equal("about:blank", problem.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("jobs?page_size=", "is empty; give it a value or omit it")]
    [InlineData("jobs?status=FAILED", "must be written failed; it is case-sensitive")]
    [InlineData("jobs?status=done", "must be one of cancelled, completed, failed, ongoing")]
    [InlineData(
        "jobs?submitted_from=2026-05-04T09:30:00+05:30",
        "has a space in place of the plus sign of its time zone offset; in a query, write + as %2B"
    )]
    [InlineData("jobs?submitted_from=today", "must be a date such as 2026-05-04, or a time such as 2026-05-04T09:30:00Z")]
    public async Task A_wrong_field_of_a_query_is_explained(string path, string message)
    {
        var problem = await api.FailAsync(HttpStatusCode.BadRequest, path);
        Assert.Equal(message, problem.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    /// <summary>A parameter that nobody reads could be a filter, or ask for a dry run.</summary>
    [Fact]
    public async Task Every_operation_refuses_a_parameter_that_it_does_not_have()
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        var operations = ApiDocument.Committed.Operations.Where(operation =>
            operation.Path.StartsWith("/api/v1/", StringComparison.Ordinal)
        );
        var accepted = new List<string>();
        foreach (var operation in operations)
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(operation.Method),
                $"{Regex.Replace(operation.Path, "{id}|{[a-z]+}", part => part.Value == "{id}" ? $"{id}" : "0")}?unknown=1"
            );
            if (operation.Told.TryGetProperty("requestBody", out var body))
                request.Content = new StringContent("", null, body.GetProperty("content").EnumerateObject().First().Name);
            using var response = await product.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (
                response.StatusCode != HttpStatusCode.BadRequest
                || !(await response.Content.ReadAsStringAsync()).Contains("invalid_query", StringComparison.Ordinal)
            )
                accepted.Add($"{operation.Name}: {(int)response.StatusCode}");
        }

        Assert.Empty(accepted);
    }

    [Theory]
    [InlineData("cancel", "POST", "validate_only=true")]
    [InlineData("retry", "POST", "reason=http_404")]
    public async Task A_parameter_of_all_jobs_changes_no_single_one(string change, string method, string query)
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        var problem = await api.FailAsync(HttpStatusCode.BadRequest, $"jobs/{id}/{change}?{query}", new HttpMethod(method));
        Assert.Equal(query.Split('=')[0], problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task An_escaped_offset_is_a_time() => await api.GetAsync("jobs?submitted_from=2026-05-04T09:30:00%2B05:30");

    [Theory]
    [InlineData(
        "jobs",
        """{"count":1,"callbackUrl":"http://b.example/","visits":[{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t"}]}""",
        "/callbackUrl",
        "is not a member of this object; write callback_url"
    )]
    [InlineData("jobs/1/retry", """{"Reason":"dns"}""", "/Reason", "must be written reason; names are case-sensitive")]
    [InlineData("jobs/1/retry", """{"cause":"dns"}""", "/cause", "is not a member of this object, which has reason, host")]
    public async Task An_unknown_member_of_a_body_is_refused(string path, string body, string field, string message)
    {
        var problem = await api.FailAsync(HttpStatusCode.BadRequest, path, HttpMethod.Post, body);
        Assert.Equal(
            ("invalid_body", field, message),
            (
                problem.GetProperty("code").GetString(),
                problem.GetProperty("errors")[0].GetProperty("field").GetString(),
                problem.GetProperty("errors")[0].GetProperty("message").GetString()
            )
        );
    }

    [Fact]
    public async Task The_older_route_skips_unknown_members()
    {
        using var response = await product.SubmitAsync(
            """{"count":1,"callbackUrl":"http://b.example/","visits":[{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t","note":1}]}""",
            path: "/api/submit/"
        );
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("jobs")]
    [InlineData("jobs/{id}")]
    [InlineData("jobs/{id}/images")]
    [InlineData("jobs/{id}/images.csv")]
    [InlineData("jobs/{id}/images.ndjson")]
    [InlineData("jobs/{id}/events")]
    [InlineData("stores/S1")]
    public async Task Head_is_served_like_get_without_a_body(string path)
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        path = $"/api/v1/{path.Replace("{id}", $"{id}", StringComparison.Ordinal)}";
        using var get = await product.Http.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await product.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("ndjson", "application/x-ndjson")]
    public async Task An_export_has_its_own_path_regardless_of_Accept(string extension, string mediaType)
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1", "http://a.example/2"]));
        await api.EndAsync(id);
        using var negotiated = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{id}/images?status=measured");
        negotiated.Headers.Accept.ParseAdd(mediaType);
        using var expected = await product.Http.SendAsync(negotiated);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/jobs/{id}/images.{extension}?status=measured");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await product.Http.SendAsync(request);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"job-{id}.{extension}", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal(await expected.Content.ReadAsStringAsync(), await response.Content.ReadAsStringAsync());
        Assert.Equal(
            "job_not_found",
            (await api.FailAsync(HttpStatusCode.NotFound, $"jobs/777777/images.{extension}")).GetProperty("code").GetString()
        );
        Assert.Equal(["page_size"], await api.RefusedFieldsAsync($"jobs/{id}/images.{extension}?page_size=7"));
    }

    [Fact]
    public async Task A_dry_run_has_a_path_of_its_own()
    {
        using var old = await product.SubmitAsync("""{"count":1,"visits":[{"store_id":"S9"}]}""", "?validate_only=true");
        using var response = await product.SubmitAsync("""{"count":1,"visits":[{"store_id":"S9"}]}""", path: "/api/v1/jobs/validate");
        var found = await response.BodyAsync(HttpStatusCode.OK);
        Assert.False(found.GetProperty("valid").GetBoolean());
        Assert.Equal((await old.BodyAsync(HttpStatusCode.OK)).GetRawText(), found.GetRawText());
    }

    [Fact]
    public async Task Other_routes_have_no_policies_of_pages()
    {
        using var response = await product.Http.GetAsync("/api/status?jobid=4711");
        Assert.Equal("""{"error":"Job ID not found"}""", await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("Content-Security-Policy"));
    }
}
