using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Contract;

/// <summary><c>POST /api/submit/</c> over real HTTP.</summary>
public sealed partial class SubmitTests(Product product) : IClassFixture<Product>
{
    private const string Refused = """{"error":"Invalid request data"}""";

    public static TheoryData<string> Invalid => InvalidBodies.Names;

    [Theory]
    [InlineData("/api/submit")]
    [InlineData("/api/submit/")]
    public async Task A_submission_is_answered_with_its_job_id(string path)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), path);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var id = JobId().Match(await response.Content.ReadAsStringAsync()).Groups[1].Value;
        Assert.InRange(long.Parse(id), 1, (1L << 53) - 1);
        Assert.Equal(
            1,
            product.Count($"SELECT count(*) FROM visits WHERE job_id = {id} AND store_id = 'S1' AND visit_time = 'time of store visit'")
        );
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_is_invalid_is_refused(string body)
    {
        using var response = await PostAsync(InvalidBodies.Of(body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(Refused, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    public async Task Only_json_is_read(string? type)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), type: type);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("""{"error":"Content-Type must be application/json"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    [InlineData("application/json; charset=utf8")]
    public async Task Json_may_name_its_charset(string type)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), type: type);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", null, "Content-Type has the charset utf-16; send the body in UTF-8")]
    [InlineData("application/json", "snappy", "Content-Encoding snappy is not supported; send the body without it")]
    [InlineData("application/json", "identity, snappy", "Content-Encoding snappy is not supported; send the body without it")]
    public async Task A_charset_or_encoding_that_is_not_read_is_named(string type, string? encoding, string error)
    {
        foreach (var path in (string[])["/api/submit/", "/api/v1/jobs"])
        {
            using var response = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), path, type, encoding: encoding);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
            Assert.Contains(error, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_byte_order_mark_and_the_identity_encoding_are_accepted()
    {
        using var response = await PostAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(InvalidBodies.Valid)], encoding: "Identity");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("{3f2504e0-4f89-11d3-9a0c-0305e82c3301}")]
    [InlineData("{\"order\":\"{0}\"}")]
    [InlineData("{{{")]
    [InlineData("%s{0:x}")]
    public async Task A_key_with_braces_is_replayed_the_second_time_only(string key)
    {
        using var first = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: key);
        using var second = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: key);
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(["true"], second.Headers.GetValues("Idempotent-Replayed"));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_key_in_quotes_is_the_key_itself()
    {
        var key = Guid.NewGuid().ToString();
        using var quoted = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: $"\"{key}\"");
        using var bare = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: key);
        Assert.Equal(["true"], bare.Headers.GetValues("Idempotent-Replayed"));
        Assert.Equal(await quoted.Content.ReadAsStringAsync(), await bare.Content.ReadAsStringAsync());
        Assert.Equal(0, product.Count($"SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString LIKE '%{key}%'"));
    }

    [Fact]
    public async Task A_body_in_an_unknown_encoding_is_not_read()
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(InvalidBodies.Valid));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("zstd");
        using var response = await product.Http.PostAsync("/api/submit/", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_cap_is_refused(bool chunked)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(InvalidBodies.Valid + new string(' ', 1_000_000)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/submit/") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using var response = await product.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("""{"error":"Request body is too large"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Other_methods_are_not_allowed()
    {
        using var response = await product.Http.GetAsync("/api/submit/");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nnot a chunk\r\n")]
    [InlineData("Content-Length: x\r\n\r\n")]
    public async Task Broken_framing_is_the_clients_fault(string rest)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(product.Http.BaseAddress!.Host, product.Http.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/submit/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n{rest}"
            )
        );
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Job_ids_rise()
    {
        long last = 0;
        for (var i = 0; i < 250; i++)
        {
            using var response = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid));
            var id = long.Parse(JobId().Match(await response.Content.ReadAsStringAsync()).Groups[1].Value);
            Assert.True(id > last);
            last = id;
        }
    }

    [Fact]
    public async Task The_same_key_and_body_give_the_same_job()
    {
        var key = Guid.NewGuid().ToString();
        using var first = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: key);
        using var second = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: key);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(["true"], second.Headers.GetValues("Idempotent-Replayed"));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        var key = Guid.NewGuid().ToString();
        using var first = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: key);
        using var second = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid + " "), key: key);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Equal("""{"error":"Idempotency-Key was already used with another request"}""", await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_same_key_a_hundred_times_at_once_gives_one_job()
    {
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(async _ =>
                {
                    using var response = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: key);
                    return await response.Content.ReadAsStringAsync();
                })
        );
        Assert.Matches(JobId(), Assert.Single(answers.Distinct()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"two words\"")]
    [InlineData("two words")]
    [InlineData("256")]
    public async Task An_invalid_key_is_refused(string key)
    {
        using var response = await PostAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), key: key == "256" ? new string('k', 256) : key);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            """{"error":"Idempotency-Key must be 1 to 255 visible ASCII characters"}""",
            await response.Content.ReadAsStringAsync()
        );
    }

    [GeneratedRegex("""^\{"job_id":([1-9][0-9]*)\}$""")]
    private static partial Regex JobId();

    private async Task<HttpResponseMessage> PostAsync(
        byte[] body,
        string path = "/api/submit/",
        string? type = "application/json",
        string? key = null,
        string? encoding = null
    )
    {
        using var content = new ByteArrayContent(body);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await product.Http.SendAsync(request);
    }
}
