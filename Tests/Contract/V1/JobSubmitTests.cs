using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>POST /api/v1/jobs</c> over real HTTP.</summary>
public sealed class JobSubmitTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    public static TheoryData<string> Invalid => InvalidBodies.Names;

    [Fact]
    public async Task An_accepted_submission_has_a_Location()
    {
        using var response = await product.SubmitAsync(InvalidBodies.Valid);
        var job = await response.BodyAsync(HttpStatusCode.Accepted);
        var id = job.GetProperty("id").GetInt64();
        Assert.Equal(
            $$$"""{"id":{{{id}}},"status":"ongoing","visits":1,"images":1,"links":{"self":"/api/v1/jobs/{{{id}}}","images":"/api/v1/jobs/{{{id}}}/images"}}""",
            job.GetRawText()
        );
        Assert.Equal($"/api/v1/jobs/{id}", response.Headers.Location!.OriginalString);
        Assert.Equal(["1"], response.Headers.GetValues("Retry-After"));
        Assert.False(response.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(
            1,
            product.Count($"SELECT count(*) FROM visits WHERE job_id = {id} AND store_id = 'S1' AND visit_time = 'time of store visit'")
        );
        Assert.Equal("completed", (await api.EndAsync(id)).GetProperty("status").GetString());
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_the_old_route_refuses_is_refused_with_its_fields(string name)
    {
        using var response = await product.SubmitAsync(InvalidBodies.Of(name));
        Assert.NotEmpty(await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid_body"));
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        var url = "http://a.example/1";
        using var response = await product.SubmitAsync(
            $$"""{"count":3,"visits":[{"store_id":"S1","image_url":["{{url}}"],"visit_time":"t"},{"store_id":"","image_url":["{{url}}","ftp://a","{{url}}",7]}],"a":1,"a":2}"""
        );
        Assert.Equal(
            ["/visits/1/store_id", "/visits/1/image_url/1", "/visits/1/image_url/3", "/visits/1/visit_time", "/a", "/count"],
            await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid_body")
        );
    }

    [Fact]
    public async Task At_most_100_invalid_fields_are_listed()
    {
        using var response = await product.SubmitAsync(
            $$"""{"count":5000,"visits":[{{string.Join(',', Enumerable.Repeat("{}", 5_000))}}]}"""
        );
        var problem = await response.BodyAsync(HttpStatusCode.BadRequest);
        Assert.Equal(100, problem.GetProperty("errors").GetArrayLength());
        Assert.Contains("there are more", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Only_json_is_read(string? type)
    {
        using var response = await product.SubmitAsync(Encoding.UTF8.GetBytes(InvalidBodies.Valid), type: type);
        await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_over_the_cap_is_refused()
    {
        using var response = await product.SubmitAsync(InvalidBodies.Valid + new string(' ', 1_000_000));
        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n{", "408", "body_too_slow")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nnot a chunk\r\n", "400", "bad_request")]
    public async Task A_body_that_does_not_come_is_the_clients_fault(string rest, string status, string code)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(product.Http.BaseAddress!.Host, product.Http.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{rest}")
        );
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
        Assert.Contains($"\"code\":\"{code}\"", answer);
        Assert.Contains(
            code,
            ApiDocument.Committed.At("/api/v1/jobs").Single(operation => operation.Method == "POST").Codes(int.Parse(status))
        );
    }

    [Fact]
    public async Task A_query_that_means_nothing_is_refused()
    {
        using var response = await product.SubmitAsync(InvalidBodies.Valid, "?validate_only=yes&dry_run=true");
        Assert.Equal(["validate_only", "dry_run"], await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid_query"));
    }

    [Fact]
    public async Task The_same_key_and_body_give_the_same_job_on_both_routes()
    {
        var key = Guid.NewGuid().ToString();
        using var first = await product.SubmitAsync(InvalidBodies.Valid, key: key);
        var id = (await first.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();
        await api.EndAsync(id);

        using var second = await product.SubmitAsync(InvalidBodies.Valid, key: key);
        var again = await second.BodyAsync(HttpStatusCode.Accepted);
        Assert.Equal((id, "completed"), (again.GetProperty("id").GetInt64(), again.GetProperty("status").GetString()));
        Assert.Equal(["true"], second.Headers.GetValues("Idempotent-Replayed"));
        Assert.Equal($"/api/v1/jobs/{id}", second.Headers.Location!.OriginalString);

        using var old = await product.SubmitAsync(InvalidBodies.Valid, key: key, path: "/api/submit/");
        Assert.Equal($$"""{"job_id":{{id}}}""", await old.Content.ReadAsStringAsync());
        Assert.Equal(["true"], old.Headers.GetValues("Idempotent-Replayed"));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        var key = Guid.NewGuid().ToString();
        using var first = await product.SubmitAsync(InvalidBodies.Valid, key: key);
        using var second = await product.SubmitAsync(InvalidBodies.Valid + " ", key: key);
        await second.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_conflict");
    }

    [Fact]
    public async Task The_same_key_a_hundred_times_at_once_gives_one_job()
    {
        var key = Guid.NewGuid().ToString();
        var before = product.Count("SELECT count(*) FROM jobs");
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(async _ =>
                {
                    using var response = await product.SubmitAsync(InvalidBodies.Valid, key: key);
                    return (
                        (await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64(),
                        Replayed: response.Headers.Contains("Idempotent-Replayed")
                    );
                })
        );
        Assert.Single(answers.Select(answer => answer.Item1).Distinct());
        Assert.Single(answers, answer => !answer.Replayed);
        Assert.Equal(before + 1, product.Count("SELECT count(*) FROM jobs"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("256")]
    public async Task An_invalid_key_is_refused(string key)
    {
        using var response = await product.SubmitAsync(InvalidBodies.Valid, key: key == "256" ? new string('k', 256) : key);
        await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid_idempotency_key");
    }
}
