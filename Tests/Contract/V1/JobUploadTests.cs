using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailPulse.Client;
using RetailPulse.Grains.Jobs.Retention;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>POST /api/v1/jobs</c> with lines.</summary>
public sealed class JobUploadTests : IAsyncLifetime
{
    private const string Ndjson = "application/x-ndjson";
    private const string Csv = "text/csv";
    private const string Header = "store_id,visit_time,image_url\n";

    private readonly Product product = new(
        Path.GetTempPath(),
        real: false,
        ("RetailPulse:Api:MaxUploadBytes", "4000000"),
        ("RetailPulse:Api:MaxBodyBytes", "8000000"),
        ("RetailPulse:Api:MaxBodyBytesAtOnce", "10000000")
    );

    private Api Api => new(product.Http);

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Theory]
    [InlineData(Ndjson, null)]
    [InlineData(Ndjson, "gzip")]
    [InlineData(Csv, null)]
    [InlineData(Csv, "br")]
    public async Task An_upload_longer_than_a_body_becomes_one_job(string type, string? coding)
    {
        var body = Body(type, visits: 15_000);
        Assert.InRange(Encoding.UTF8.GetByteCount(body), 1_000_001, 4_000_000);
        using var response = await UploadAsync(
            body,
            type,
            "?callback_url=http://127.0.0.1:9/ended&label=May&metadata[order]=4711",
            coding: coding
        );
        var job = await response.BodyAsync(HttpStatusCode.Accepted);
        var id = job.GetProperty("id").GetInt64();
        Assert.Equal((15_000, 30_000), (job.GetProperty("visits").GetInt32(), job.GetProperty("images").GetInt64()));
        Assert.Equal($"/api/v1/jobs/{id}", response.Headers.Location!.OriginalString);
        var read = await Api.GetAsync($"jobs/{id}");
        Assert.Equal("http://127.0.0.1:9/ended", read.GetProperty("callback_url").GetString());
        Assert.Equal(("May", """{"order":"4711"}"""), (read.GetProperty("label").GetString(), read.GetProperty("metadata").GetRawText()));
        Assert.Equal(30_000, read.GetProperty("counts").GetProperty("total").GetInt64());
        Assert.Equal(15_000, product.Count($"SELECT count(*) FROM visits WHERE job_id = {id}"));
        Assert.Equal(
            ["http://a.example/14999/0", "http://a.example/14999/1"],
            (await Api.GetAsync($"jobs/{id}/images?visit=14999"))
                .GetProperty("images")
                .EnumerateArray()
                .Select(image => image.GetProperty("url").GetString())
        );
        Assert.Equal(0, product.Count("SELECT count(*) FROM uploads"));
        Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Post, $"jobs/{id}/cancel")).Status);
    }

    [Fact]
    public async Task The_longest_names_fit_into_the_query()
    {
        var metadata = Enumerable.Range(0, 16).ToDictionary(number => $"{number:00}{new string('ш', 62)}", _ => new string('門', 512));
        var options = new UploadOptions
        {
            Label = new string('é', 200),
            Metadata = metadata,
            CallbackUrl = $"http://127.0.0.1:9/{new string('c', 8_000)}",
        };
        var job = await product.Client.Jobs.UploadCsvAsync(() => new MemoryStream(Encoding.UTF8.GetBytes(Body(Csv, 1))), options);
        var read = await product.Client.Jobs.GetAsync(job.Id);
        Assert.Equal((options.Label, options.CallbackUrl), (read.Label, read.CallbackUrl));
        Assert.Equal(metadata, read.Metadata);
        Assert.Contains(
            job.Id,
            await product
                .Client.Jobs.ListAsync(new JobQuery { Label = options.Label, Metadata = metadata })
                .Select(found => found.Id)
                .ToListAsync()
        );
    }

    /// <summary>A client that sends its whole body before it reads must receive the response, and not a reset connection.</summary>
    [Theory]
    [InlineData("/api/v1/jobs")]
    [InlineData("/api/v1/jobs/validate")]
    public async Task A_refused_upload_is_read_to_its_end_before_the_response(string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(product.Http.BaseAddress!.Host, product.Http.BaseAddress.Port);
        await using var stream = socket.GetStream();
        var wrong = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("S1,t,x\n", 20_000)));
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {Csv}\r\nContent-Length: {Header.Length + (2 * wrong.Length)}\r\n\r\n{Header}"
            )
        );
        await stream.WriteAsync(wrong);
        using var reader = new StreamReader(stream);
        var response = reader.ReadToEndAsync();

        // Longer than the server would wait for a body that it has refused.
        await Task.WhenAny(response, Task.Delay(TimeSpan.FromSeconds(7)));
        Assert.False(response.IsCompleted, "the response came before the end of the body");
        await stream.WriteAsync(wrong);
        var text = await response.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains(path.EndsWith("jobs", StringComparison.Ordinal) ? "invalid_body" : "\"more_errors\":true", text);
    }

    [Fact]
    public async Task A_refused_upload_gives_its_memory_back_before_its_rest_arrives()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(product.Http.BaseAddress!.Host, product.Http.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {Csv}\r\nContent-Length: 3900000\r\n\r\n{Body(Csv, visits: 20_000)}"
            )
        );
        using var reader = new StreamReader(stream);
        var response = reader.ReadLineAsync();
        await Eventually.TrueAsync(() => product.Count("SELECT count(*) FROM uploads") == 1, "the first part is stored");
        using (var refused = await UploadAsync(Body(Csv, 1), Csv))
            await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too_many_bodies");

        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("S1,t,x\n", 20_000))));
        await Eventually.TrueAsync(
            async () =>
            {
                using var next = await UploadAsync(Body(Csv, 1), Csv);
                return next.StatusCode == HttpStatusCode.Accepted;
            },
            "the memory is given back"
        );
        Assert.False(response.IsCompleted, "the rest of the refused upload was not awaited");
    }

    [Fact]
    public async Task An_invalid_upload_leaves_no_job_and_lists_its_lines()
    {
        using var response = await UploadAsync(
            $$"""
            {{string.Join('\n', Enumerable.Repeat(Line(1), 5_000))}}
            {"store_id":"S1","image_url":["ftp://a.example/"],"visit_time":"t"}
            """,
            Ndjson
        );
        var problem = await response.BodyAsync(HttpStatusCode.BadRequest);
        Assert.Equal("invalid_body", problem.GetProperty("code").GetString());
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal((5_001, "/image_url/0"), (error.GetProperty("line").GetInt64(), error.GetProperty("field").GetString()));
        Assert.Empty((await Api.GetAsync("jobs")).GetProperty("jobs").EnumerateArray());
        Assert.Empty((await Api.GetAsync("stores/S1/visits")).GetProperty("visits").EnumerateArray());
        Assert.Equal(1, product.Count("SELECT count(*) FROM uploads WHERE abandoned = 1"));
        await RemoveAsync();
    }

    [Fact]
    public async Task At_most_100_invalid_lines_are_listed()
    {
        using var response = await UploadAsync(Header + string.Concat(Enumerable.Repeat("S1,t,x\n", 5_000)), Csv);
        var problem = await response.BodyAsync(HttpStatusCode.BadRequest);
        Assert.Equal(100, problem.GetProperty("errors").GetArrayLength());
        Assert.Contains("there are more", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task No_image_starts_before_an_upload_is_complete_and_an_interrupted_one_is_removed()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(product.Http.BaseAddress!.Host, product.Http.BaseAddress.Port);
            await using var stream = socket.GetStream();
            var body = Encoding.UTF8.GetBytes(Body(Ndjson, visits: 5_000));
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Ndjson}\r\nContent-Length: {body.Length + 1}\r\n\r\n"
                )
            );
            await stream.WriteAsync(body);
            await Eventually.TrueAsync(() => product.Count("SELECT count(*) FROM visits") >= 4_000, "the parts are stored");
            Assert.Empty((await Api.GetAsync("jobs")).GetProperty("jobs").EnumerateArray());
            Assert.Empty(product.Fetcher.Calls);
        }

        await Eventually.TrueAsync(() => product.Count("SELECT count(*) FROM uploads WHERE abandoned = 1") == 1, "the upload is abandoned");
        await RemoveAsync();
        Assert.Empty(product.Fetcher.Calls);
    }

    [Fact]
    public async Task The_same_key_and_lines_give_the_same_job()
    {
        var key = Guid.NewGuid().ToString();
        using var first = await UploadAsync(Body(Ndjson, 3), Ndjson, key: key);
        var id = (await first.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();
        using var second = await UploadAsync(Body(Ndjson, 3), Ndjson, key: key, coding: "gzip");
        Assert.Equal(id, (await second.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64());
        Assert.Equal(["true"], second.Headers.GetValues("Idempotent-Replayed"));
        foreach (var (body, query) in ((string, string)[])[(Body(Ndjson, 4), ""), (Body(Ndjson, 3), "?callback_url=http://a.example/")])
        {
            using var other = await UploadAsync(body, Ndjson, query, key);
            await other.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_conflict");
        }

        using var json = await product.SubmitAsync(InvalidBodies.Valid, key: key);
        await json.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_conflict");
        Assert.Single((await Api.GetAsync("jobs")).GetProperty("jobs").EnumerateArray());
        Assert.Equal(3, product.Count("SELECT count(*) FROM uploads WHERE abandoned = 1"));
    }

    [Fact]
    public async Task The_key_of_a_deleted_job_begins_a_new_one()
    {
        using var first = await UploadAsync(Body(Csv, 1), Csv, key: "deleted");
        var id = (await first.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();
        await Api.EndAsync(id);
        await product.Client.Jobs.DeleteAsync(id);
        using var second = await UploadAsync(Body(Csv, 1), Csv, key: "deleted");
        var again = (await second.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();
        Assert.NotEqual(id, again);
        Assert.Equal("completed", (await Api.EndAsync(again)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_job_continues_the_trace_of_its_upload()
    {
        using var response = await UploadAsync(Body(Csv, 1), Csv);
        await response.BodyAsync(HttpStatusCode.Accepted);
        Assert.Equal(1, product.Count("SELECT count(*) FROM jobs WHERE traceparent IS NOT NULL"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task An_upload_over_the_cap_is_refused_and_removed(string? coding)
    {
        using var response = await UploadAsync(
            Body(Ndjson, visits: 5_000) + string.Concat(Enumerable.Repeat($"{new string(' ', 99)}\n", 40_000)),
            Ndjson,
            coding: coding
        );
        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        await RemoveAsync();
    }

    [Theory]
    [InlineData("text/csv; charset=iso-8859-1", null)]
    [InlineData("application/x-ndjson; charset=utf-16", null)]
    [InlineData(Csv, "zstd")]
    public async Task Other_encodings_are_refused(string type, string? coding)
    {
        using var response = await UploadAsync(Body(Csv, 1), type, coding: coding);
        await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_coding_says_is_refused()
    {
        using var content = new ByteArrayContent("no gzip"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(Csv);
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await product.Http.PostAsync("/api/v1/jobs", content);
        await response.ProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task A_slow_upload_ends_when_its_time_is_over()
    {
        await using var slow = new Product(Path.GetTempPath(), real: false, ("RetailPulse:Api:UploadTimeout", "00:00:01"));
        await slow.InitializeAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(slow.Http.BaseAddress!.Host, slow.Http.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Csv}\r\nContent-Length: 100\r\n\r\nS")
        );
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 408 ", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_query_of_JSON_has_no_callback_URL_and_that_of_lines_a_valid_one()
    {
        using var json = await product.SubmitAsync(InvalidBodies.Valid, "?callback_url=http://a.example/");
        Assert.Equal(["callback_url"], await json.ProblemAsync(HttpStatusCode.BadRequest, "invalid_query"));
        using var lines = await UploadAsync(Body(Csv, 1), Csv, "?callback_url=a.example");
        Assert.Equal(["callback_url"], await lines.ProblemAsync(HttpStatusCode.BadRequest, "invalid_query"));
    }

    [Theory]
    [InlineData("/api/v1/jobs/validate")]
    [InlineData("/api/v1/jobs?validate_only=true")]
    public async Task An_upload_is_validated_without_a_job(string path)
    {
        const string body =
            Header
            + "S1,2026-05-04,http://a.example/1\n"
            + "S1,2026-05-04,http://127.0.0.1/2\n"
            + "S9,11/10/2026,http://a.example/1\n"
            + " S1,2026-05-04,ftp://a.example/\n"
            + "S9,2026-05-04,http://a.example/1\n";
        using var response = await UploadAsync(body, Csv, path: path);
        var found = await response.BodyAsync(HttpStatusCode.OK);
        Assert.False(found.GetProperty("valid").GetBoolean());
        Assert.Equal((4, 5), (found.GetProperty("visits").GetInt32(), found.GetProperty("images").GetInt64()));
        var error = Assert.Single(found.GetProperty("errors").EnumerateArray());
        Assert.Equal((5, "/image_url"), (error.GetProperty("line").GetInt64(), error.GetProperty("field").GetString()));
        Assert.Equal("""[{"store_id":"S9","visits":2},{"store_id":" S1","visits":1}]""", found.GetProperty("unknown_stores").GetRawText());
        Assert.Equal("""[{"field":"/image_url/1","url":"http://127.0.0.1/2","line":2}]""", found.GetProperty("refused_urls").GetRawText());
        Assert.Equal("""[{"field":"/visit_time","visit_time":"11/10/2026","line":4}]""", found.GetProperty("undated_visits").GetRawText());
        Assert.Equal("""[{"store_id":" S1","visits":1}]""", found.GetProperty("padded_stores").GetRawText());
        Assert.Equal(
            """[{"field":"/image_url","url":"http://a.example/1","images":3,"line":2}]""",
            found.GetProperty("repeated_urls").GetRawText()
        );
        Assert.Equal(1, found.GetProperty("repeated_urls_total").GetInt32());
        Assert.Equal(0, product.Count("SELECT count(*) FROM jobs"));
    }

    [Theory]
    [InlineData("utf-16le")]
    [InlineData("utf-16be")]
    public async Task CSV_in_UTF_16_needs_no_byte_order_mark(string charset)
    {
        var encoding = charset == "utf-16le" ? Encoding.Unicode : Encoding.BigEndianUnicode;
        using var content = new ByteArrayContent(encoding.GetBytes(Body(Csv, 2)));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"{Csv}; charset={charset}");
        using var response = await product.Http.PostAsync("/api/v1/jobs", content);
        Assert.Equal(2, (await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("visits").GetInt32());
    }

    [Fact]
    public async Task An_unreadable_file_does_not_count_as_an_outage()
    {
        using var repeating = new RetailPulseClient(product.Http, new RetailPulseClientOptions());
        var opened = 0;
        var failure = await Assert.ThrowsAsync<RetailPulseException>(() =>
            repeating.Jobs.UploadCsvAsync(() => ++opened > 0 ? throw new FileNotFoundException("photos.csv is missing") : Stream.Null)
        );
        Assert.Equal("What is uploaded could not be read: photos.csv is missing", failure.Message);
        Assert.Equal((false, 1), (failure.MayPass, opened));
        Assert.IsType<FileNotFoundException>(failure.InnerException);
    }

    [Fact]
    public async Task The_client_uploads_visits_and_CSV()
    {
        var visits = Enumerable.Range(0, 3).Select(visit => new VisitToMeasure("S1", [$"http://a.example/{visit}"], "2026-05-04"));
        var one = await product.Client.Jobs.UploadAsync(
            visits.ToAsyncEnumerable(),
            new UploadOptions
            {
                CallbackUrl = "http://127.0.0.1:9/",
                Metadata = new Dictionary<string, string> { ["order"] = "4711" },
            }
        );
        Assert.Equal((3, 3), (one.Visits, (int)one.Images));
        Assert.Equal("http://127.0.0.1:9/", (await product.Client.Jobs.GetAsync(one.Id)).CallbackUrl);
        using var compressing = new HttpClient { BaseAddress = product.Http.BaseAddress };
        using var client = new RetailPulseClient(compressing, new RetailPulseClientOptions { CompressBodies = true });
        var two = await client.Jobs.UploadCsvAsync(Open, idempotencyKey: "csv");
        Assert.Equal(two.Id, (await client.Jobs.UploadCsvAsync(Open, idempotencyKey: "csv")).Id);
        Assert.True((await client.Jobs.ValidateUploadAsync(visits.ToAsyncEnumerable())).Valid);
        Assert.Equal(2, (await client.Jobs.ValidateCsvAsync(Open)).Images);
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() =>
            client.Jobs.UploadCsvAsync(() => new MemoryStream(Encoding.UTF8.GetBytes(Header + "S1,t,x\n")))
        );
        Assert.Equal(new FieldError("/image_url", refused.Errors[0].Message, 2), Assert.Single(refused.Errors));

        static Stream Open() => new MemoryStream(Encoding.UTF8.GetBytes(Body(Csv, 1)));
    }

    /// <summary>Waits until nothing of incomplete uploads is left.</summary>
    private Task RemoveAsync() =>
        Eventually.TrueAsync(
            async () =>
            {
                await product.Services.GetRequiredService<AbandonedUploadRemover>().RemoveAsync(_ => true, CancellationToken.None);
                return product.Count("SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM visits) + (SELECT count(*) FROM uploads)")
                    == 0;
            },
            "the rows are removed"
        );

    private async Task<HttpResponseMessage> UploadAsync(
        string body,
        string type,
        string query = "",
        string? key = null,
        string? coding = null,
        string path = "/api/v1/jobs"
    )
    {
        using var content = new ByteArrayContent(Encode(Encoding.UTF8.GetBytes(body), coding));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (coding is not null)
            content.Headers.ContentEncoding.Add(coding);
        using var request = new HttpRequestMessage(HttpMethod.Post, path + query) { Content = content };

        // A server that refuses a long body does not wait for it, and a client that is still sending may miss the answer.
        request.Headers.ExpectContinue = body.Length > 100_000;
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await product.Http.SendAsync(request);
    }

    private static byte[] Encode(byte[] body, string? coding)
    {
        if (coding is not ("gzip" or "br"))
            return body;
        using var encoded = new MemoryStream();
        using (
            Stream coder =
                coding == "gzip"
                    ? new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true)
                    : new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true)
        )
            coder.Write(body);
        return encoded.ToArray();
    }

    /// <summary>Visits of two images each.</summary>
    private static string Body(string type, int visits) =>
        type == Ndjson
            ? string.Concat(Enumerable.Range(0, visits).Select(visit => $"{Line(visit)}\n"))
            : Header
                + string.Concat(
                    Enumerable
                        .Range(0, visits)
                        .Select(visit => $"S1,time {visit},http://a.example/{visit}/0\nS1,time {visit},http://a.example/{visit}/1\n")
                );

    private static string Line(int visit) =>
        JsonSerializer.Serialize(
            new
            {
                store_id = "S1",
                image_url = new[] { $"http://a.example/{visit}/0", $"http://a.example/{visit}/1" },
                visit_time = $"time {visit}",
            }
        );
}
