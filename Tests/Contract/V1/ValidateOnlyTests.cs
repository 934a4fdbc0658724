using System.Net;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>POST /api/v1/jobs?validate_only=true</c> over real HTTP.</summary>
public sealed class ValidateOnlyTests : IAsyncLifetime
{
    private readonly Product product = new(Path.GetTempPath(), real: false, ("RetailPulse:Images:AllowedNetworks:0", "10.1.0.0/16:8080"));

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Fact]
    public async Task A_valid_submission_is_reported_as_valid() =>
        Assert.Equal(
            """{"valid":true,"visits":1,"images":1,"errors":[],"more_errors":false,"unknown_stores":[],"unknown_stores_total":0,"refused_urls":[],"refused_urls_total":0,"undated_visits":[{"field":"/visits/0/visit_time","visit_time":"time of store visit"}],"undated_visits_total":1,"padded_stores":[],"padded_stores_total":0,"repeated_urls":[],"repeated_urls_total":0}""",
            (await ValidateAsync(InvalidBodies.Valid)).GetRawText()
        );

    [Fact]
    public async Task Nothing_is_started()
    {
        var before = await new Api(product.Http).SubmitAsync(("S1", ["http://a.example/before"]));
        var key = Guid.NewGuid().ToString();
        await ValidateAsync(InvalidBodies.Valid, key);
        await ValidateAsync("{}", key);
        using var response = await product.SubmitAsync(
            InvalidBodies.Valid.Replace("/1.jpg", "/2.jpg", StringComparison.Ordinal),
            "?validate_only=false",
            key
        );
        Assert.False(response.Headers.Contains("Idempotent-Replayed"));
        var next = (await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();

        await new Api(product.Http).EndAsync(next);
        Assert.Equal(before + 1, next);
        Assert.Equal(2, product.Count("SELECT count(*) FROM jobs"));
        Assert.Equal(["http://a.example/before", "https://images.example/2.jpg"], product.Fetcher.Calls.Keys.Order());
    }

    [Fact]
    public async Task Errors_unknown_stores_and_refused_addresses_are_listed_together()
    {
        var found = await ValidateAsync(
            """
            {"count":5,"visits":[
              {"store_id":"S9","image_url":["http://127.0.0.1/1","ftp://a.example/","http://[::1]:81/2","http://a.example/"],"visit_time":"t"},
              7,
              {"store_id":"S1","image_url":["http://10.1.2.3:8080/","http://10.1.2.3/","http://8.8.8.8/"]},
              {"store_id":"S8","image_url":["http://a.example/"],"visit_time":"t"},
              {"store_id":"S9","image_url":["http://0x7f.1/","http://localhost/"],"visit_time":"t"}]}
            """
        );
        Assert.False(found.GetProperty("valid").GetBoolean());
        Assert.Equal((5, 10), (found.GetProperty("visits").GetInt32(), found.GetProperty("images").GetInt32()));
        Assert.Equal(["/visits/0/image_url/1", "/visits/1", "/visits/2/visit_time"], found.GetProperty("errors").Fields());
        Assert.Equal("""[{"store_id":"S9","visits":2},{"store_id":"S8","visits":1}]""", found.GetProperty("unknown_stores").GetRawText());
        Assert.Equal(2, found.GetProperty("unknown_stores_total").GetInt32());
        Assert.Equal(
            [
                ("/visits/0/image_url/0", "http://127.0.0.1/1"),
                ("/visits/0/image_url/2", "http://[::1]:81/2"),
                ("/visits/2/image_url/1", "http://10.1.2.3/"),
                ("/visits/4/image_url/0", "http://0x7f.1/"),
            ],
            found
                .GetProperty("refused_urls")
                .EnumerateArray()
                .Select(url => (url.GetProperty("field").GetString(), url.GetProperty("url").GetString()))
        );
        Assert.Equal(4, found.GetProperty("refused_urls_total").GetInt32());
    }

    [Fact]
    public async Task Long_lists_are_truncated_with_their_total()
    {
        var visits = Enumerable
            .Range(0, 10_050)
            .Select(visit => $$"""{"store_id":"X{{visit}}","image_url":["http://127.0.0.{{visit % 200}}/"],"visit_time":"t"}""");
        var found = await ValidateAsync($$"""{"count":10050,"visits":[{{string.Join(',', visits)}}]}""");
        Assert.True(found.GetProperty("valid").GetBoolean());
        Assert.Equal(
            ["X0", "X99"],
            found
                .GetProperty("unknown_stores")
                .EnumerateArray()
                .Select(store => store.GetProperty("store_id").GetString())
                .Where((_, i) => i is 0 or 99)
        );
        Assert.Equal(
            (100, 10_050),
            (found.GetProperty("unknown_stores").GetArrayLength(), found.GetProperty("unknown_stores_total").GetInt32())
        );
        Assert.Equal(
            (100, 10_050),
            (found.GetProperty("refused_urls").GetArrayLength(), found.GetProperty("refused_urls_total").GetInt32())
        );
        Assert.Equal(
            (100, 10_050),
            (found.GetProperty("undated_visits").GetArrayLength(), found.GetProperty("undated_visits_total").GetInt32())
        );
        Assert.Equal(
            (100, 200),
            (found.GetProperty("repeated_urls").GetArrayLength(), found.GetProperty("repeated_urls_total").GetInt32())
        );
    }

    [Fact]
    public async Task Probable_mistakes_are_reported_too()
    {
        var found = await ValidateAsync(
            """
            {"count":4,"visits":[
              {"store_id":"S1","image_url":["http://a.example/1","http://a.example/2"],"visit_time":"11/10/2026 9:30"},
              {"store_id":" S1","image_url":["http://a.example/2"],"visit_time":"20261101T0930"},
              {"store_id":"S2\u200b","image_url":["http://a.example/3","http://a.example/2","http://a.example/1"],"visit_time":"24.11.2026"},
              {"store_id":" S1","image_url":["http://a.example/4"],"visit_time":"2026-11-01"}]}
            """
        );
        Assert.True(found.GetProperty("valid").GetBoolean());
        Assert.Equal(
            """[{"field":"/visits/0/visit_time","visit_time":"11/10/2026 9:30"},{"field":"/visits/2/visit_time","visit_time":"24.11.2026"}]""",
            found.GetProperty("undated_visits").GetRawText()
        );
        Assert.Equal(
            "[{\"store_id\":\" S1\",\"visits\":2},{\"store_id\":\"S2\u200b\",\"visits\":1}]",
            found.GetProperty("padded_stores").GetRawText().Replace("\\u200B", "\u200b", StringComparison.Ordinal)
        );
        Assert.Equal(
            """[{"field":"/visits/0/image_url/0","url":"http://a.example/1","images":2},{"field":"/visits/0/image_url/1","url":"http://a.example/2","images":3}]""",
            found.GetProperty("repeated_urls").GetRawText()
        );
        Assert.Equal(
            (2, 2, 2),
            (
                found.GetProperty("undated_visits_total").GetInt32(),
                found.GetProperty("padded_stores_total").GetInt32(),
                found.GetProperty("repeated_urls_total").GetInt32()
            )
        );
    }

    /// <summary>Such a name has no form in ASCII. The image would fail as <c>dns</c>.</summary>
    [Fact]
    public async Task A_host_that_cannot_be_looked_up_does_not_fail_the_validation()
    {
        const string url = "http://xn--é.example/a";
        var found = await ValidateAsync(
            $$"""{"count":1,"callback_url":"{{url}}","visits":[{"store_id":"S1","image_url":["{{url}}"],"visit_time":"t"}]}"""
        );
        Assert.Equal((true, 0), (found.GetProperty("valid").GetBoolean(), found.GetProperty("refused_urls_total").GetInt32()));

        using var csv = new StringContent($"store_id,visit_time,image_url\nS1,t,{url}\n", Encoding.UTF8, "text/csv");
        using var response = await product.Http.PostAsync(
            new Uri($"/api/v1/jobs/validate?callback_url={Uri.EscapeDataString(url)}", UriKind.Relative),
            csv
        );
        found = await response.BodyAsync(HttpStatusCode.OK);
        Assert.Equal((true, 0), (found.GetProperty("valid").GetBoolean(), found.GetProperty("refused_urls_total").GetInt32()));
    }

    [Theory]
    [InlineData("", 0, false)]
    [InlineData("[]", 0, false)]
    [InlineData("""{"count":1,"visits":[{"store_id":"S1","image_url":["http://a.example/"],"visit_time":"t"},""", 1, false)]
    [InlineData("1,1,1,…", 101, true)]
    public async Task A_truncated_body_is_reported_up_to_its_error(string body, int visits, bool more)
    {
        var found = await ValidateAsync(
            body.StartsWith('1') ? $$"""{"visits":[{{string.Join(',', Enumerable.Repeat("1", 1_000))}}]}""" : body
        );
        Assert.False(found.GetProperty("valid").GetBoolean());
        Assert.Equal((visits, more), (found.GetProperty("visits").GetInt32(), found.GetProperty("more_errors").GetBoolean()));
        Assert.NotEmpty(found.GetProperty("errors").Fields());
    }

    [Fact]
    public async Task Invalid_JSON_is_refused_as_before()
    {
        using var response = await product.SubmitAsync([], "?validate_only=true", type: "text/plain");
        await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    private async Task<JsonElement> ValidateAsync(string body, string? key = null)
    {
        using var response = await product.SubmitAsync(body, "?validate_only=true", key);
        return await response.BodyAsync(HttpStatusCode.OK);
    }
}
