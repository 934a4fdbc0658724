using System.Globalization;
using System.Net;
using System.Text.Json;

namespace RetailPulse.Tests.Storage;

/// <summary>Texts that a database cannot store or index are refused before they reach it, on each engine.</summary>
public abstract class HostileTextConformance(Product product)
{
    /// <summary>Characters of three bytes each that no index can compress.</summary>
    private static string Random(int length) =>
        string.Create(
            length,
            new Random(length),
            (text, random) =>
            {
                for (var i = 0; i < text.Length; i++)
                    text[i] = (char)random.Next(0x4E00, 0x9FA6);
            }
        );

    [Theory]
    [InlineData(201)]
    [InlineData(2_700)]
    public async Task A_store_id_beyond_the_limit_of_the_store_master_is_refused(int length)
    {
        using var old = await product.SubmitAsync(Body(Random(length)), key: $"long-{length}", path: "/api/submit/");
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        Assert.Equal("""{"error":"Invalid request data"}""", await old.Content.ReadAsStringAsync());
        using var v1 = await product.SubmitAsync(Body(Random(length)));
        Assert.Equal(["/visits/0/store_id"], await v1.ProblemAsync(HttpStatusCode.BadRequest, "invalid_body"));
    }

    [Fact]
    public async Task A_store_id_of_the_longest_length_is_accepted_and_found()
    {
        var store = Random(200);
        using var response = await product.SubmitAsync(Body(store));
        var id = (await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();
        Assert.Equal("failed", (await new Api(product.Http).EndAsync(id)).GetProperty("status").GetString());
        var listed = await new Api(product.Http).GetAsync($"jobs?store={Uri.EscapeDataString(store)}");
        Assert.Equal(id, Assert.Single(listed.GetProperty("jobs").EnumerateArray()).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_visit_time_beyond_the_limit_is_refused()
    {
        using var old = await product.SubmitAsync(At(Random(1_001)), key: "late", path: "/api/submit/");
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        Assert.Equal("""{"error":"Invalid request data"}""", await old.Content.ReadAsStringAsync());
        using var v1 = await product.SubmitAsync(At(Random(1_001)));
        Assert.Equal(["/visits/0/visit_time"], await v1.ProblemAsync(HttpStatusCode.BadRequest, "invalid_body"));
    }

    [Fact]
    public async Task A_visit_time_of_the_longest_length_is_accepted()
    {
        using var response = await product.SubmitAsync(At(Random(1_000)));
        await new Api(product.Http).EndAsync((await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64());
    }

    private static string At(string time) => Body("S1").Replace("\"t\"", JsonSerializer.Serialize(time), StringComparison.Ordinal);

    [Fact]
    public async Task A_callback_whose_host_no_index_takes_is_refused()
    {
        using var refused = await product.SubmitAsync(Called($"https://{string.Join('.', Enumerable.Repeat(Random(20), 60))}/hook"));
        Assert.Equal(["/callback_url"], await refused.ProblemAsync(HttpStatusCode.BadRequest, "invalid_body"));
    }

    [Fact]
    public async Task A_job_with_a_callback_of_the_longest_host_and_path_ends()
    {
        var host = string.Join('.', Enumerable.Range(0, 12).Select(part => Random(19 + (part % 2))));
        using var response = await product.SubmitAsync(Called($"https://{host}/{Random(1_700)}"));
        await new Api(product.Http).EndAsync((await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_key_of_the_longest_length_is_accepted()
    {
        var key = string.Concat(Enumerable.Range(0, 255).Select(i => (char)('!' + (i * 37 % 94))));
        foreach (var replayed in (bool[])[false, true])
        {
            using var response = await product.SubmitAsync(Body("S1"), key: key);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            Assert.Equal(replayed, response.Headers.Contains("Idempotent-Replayed"));
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("}{")]
    [InlineData("{0}")]
    [InlineData("{\"id\":1}")]
    [InlineData("%7B'\"--;/*$1?:@#")]
    public async Task A_key_that_looks_like_code_is_a_key(string key)
    {
        foreach (var replayed in (bool[])[false, true])
        {
            using var response = await product.SubmitAsync(Body("S1"), key: key);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            Assert.Equal(replayed, response.Headers.Contains("Idempotent-Replayed"));
        }
    }

    [Theory]
    [InlineData("retry", "{\"host\":\"\\u0000\"}")]
    [InlineData("retry", "{\"host\":\"\\ud800\"}")]
    [InlineData("retry", "{\"reason\":\"\\u0000\"}")]
    [InlineData("visits/0/images/0", "{\"url\":\"http://a.example/\\u0000\"}")]
    [InlineData("visits/0/images/0", "{\"url\":\"http://a.example/\\ud800\"}")]
    [InlineData("visits/0/images/0", "{\"url\":null}")]
    public async Task A_change_with_a_text_that_cannot_be_stored_is_refused(string path, string body)
    {
        using var response = await product.SubmitAsync(Body("unknown"));
        var id = (await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();
        await new Api(product.Http).EndAsync(id);
        var method = path == "retry" ? HttpMethod.Post : HttpMethod.Patch;
        await new Api(product.Http).FailAsync(
            HttpStatusCode.BadRequest,
            string.Create(CultureInfo.InvariantCulture, $"jobs/{id}/{path}"),
            method,
            body
        );
    }

    [Theory]
    [InlineData("jobs?store=", HttpStatusCode.OK)]
    [InlineData("jobs?area=", HttpStatusCode.OK)]
    [InlineData("stores?q=", HttpStatusCode.OK)]
    [InlineData("stores?area=", HttpStatusCode.OK)]
    [InlineData("stores/", HttpStatusCode.NotFound)]
    [InlineData("jobs?page_token=", HttpStatusCode.BadRequest)]
    public async Task A_long_text_of_a_query_is_answered(string path, HttpStatusCode expected)
    {
        foreach (var text in (string[])[Uri.EscapeDataString(Random(800)), "%ED%A0%80", "%FF"])
        {
            using var response = await product.Http.GetAsync($"/api/v1/{path}{text}");
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("jobs?store=")]
    [InlineData("stores?q=")]
    [InlineData("stores?area=")]
    public async Task A_NUL_in_a_query_is_refused(string path) =>
        await new Api(product.Http).FailAsync(HttpStatusCode.BadRequest, $"{path}a%00");

    private static string Body(string store) =>
        $$"""{"count":1,"visits":[{"store_id":{{JsonSerializer.Serialize(store)}},"image_url":["https://images.example/1.jpg"],"visit_time":"t"}]}""";

    private static string Called(string callback) => Body("S1").Insert(1, $"\"callback_url\":{JsonSerializer.Serialize(callback)},");
}
