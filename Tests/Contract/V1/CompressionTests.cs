using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Compressed responses and bodies, over real HTTP.</summary>
public sealed class CompressionTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task An_export_is_compressed_for_a_client_that_asks_for_it(string encoding)
    {
        var id = await api.SubmitAsync([
            .. Enumerable
                .Range(0, 20)
                .Select(visit => ("S1", Enumerable.Range(0, 50).Select(image => $"http://a.example/{visit}/{image}").ToArray())),
        ]);
        await api.EndAsync(id);
        foreach (var path in (string[])[$"jobs/{id}/images.csv", $"jobs/{id}/images.ndjson", $"jobs/{id}/images?page_size=1000"])
        {
            var plain = await product.Http.GetByteArrayAsync($"/api/v1/{path}");
            using var response = await GetAsync(path, encoding);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
            Assert.Contains("Accept-Encoding", response.Headers.Vary);
            Assert.True(bytes.Length < plain.Length / 5, $"{path}: {bytes.Length} of {plain.Length} bytes");
            Assert.Equal(Encoding.UTF8.GetString(plain), Encoding.UTF8.GetString(Unfold(bytes, encoding)));
        }
    }

    /// <summary>A stream would be held back, a secret could be guessed by its length, and a status has a few bytes.</summary>
    [Fact]
    public async Task Streams_secrets_and_statuses_are_not_compressed()
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        foreach (var path in (string[])[$"/api/v1/jobs/{id}/events", "/api/v1/webhooks/secret", $"/api/status?jobid={id}"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
            using var response = await product.Http.SendAsync(request);
            Assert.True(response.Content.Headers.ContentEncoding.Count == 0, path);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("GZIP")]
    public async Task A_compressed_submission_is_the_same_job_as_a_plain_one(string encoding)
    {
        var key = Guid.NewGuid().ToString();
        var compressed = await SendAsync(
            HttpMethod.Post,
            "jobs",
            Fold(Encoding.UTF8.GetBytes(InvalidBodies.Valid), encoding),
            encoding,
            key
        );
        Assert.Equal(HttpStatusCode.Accepted, compressed.Status);
        using var plain = await product.SubmitAsync(InvalidBodies.Valid, key: key);
        Assert.Equal(
            compressed.Body.GetProperty("id").GetInt64(),
            (await plain.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64()
        );
        Assert.Contains("Idempotent-Replayed", plain.Headers.Select(header => header.Key));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_exceeds_the_limit_when_decompressed_is_too_large(string encoding)
    {
        var bomb = Fold(Encoding.UTF8.GetBytes(new string(' ', 20_000_000)), encoding);
        Assert.InRange(bomb.Length, 1, 100_000);
        foreach (
            var (method, path, type) in ((HttpMethod, string, string)[])
                [
                    (HttpMethod.Post, "jobs", "application/json"),
                    (HttpMethod.Post, "jobs/validate", "application/json"),
                    (HttpMethod.Post, "jobs/1/retry", "application/json"),
                ]
        )
        {
            var (status, body) = await SendAsync(method, path, bomb, encoding, type: type);
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (status, body.GetProperty("code").GetString()));
        }

        // For a small body, the small limit applies to the decompressed bytes.
        var small = Fold(Encoding.UTF8.GetBytes($$"""{"host":"{{new string('a', 70_000)}}"}"""), encoding);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(HttpMethod.Post, "jobs/1/retry", small, encoding)).Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_is_not_what_its_encoding_says_is_a_bad_request(string encoding)
    {
        var whole = Fold(Encoding.UTF8.GetBytes(InvalidBodies.Valid), encoding);
        foreach (
            var body in (byte[][])
                [
                    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
                    Encoding.UTF8.GetBytes(InvalidBodies.Valid),
                ]
        )
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "jobs", body, encoding)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "jobs", whole[..(whole.Length / 2)], encoding)).Status);
    }

    [Fact]
    public async Task Another_encoding_is_refused()
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "jobs", Encoding.UTF8.GetBytes(InvalidBodies.Valid), "deflate");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), (status, body.GetProperty("code").GetString()));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        return await product.Http.SendAsync(request);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method,
        string path,
        byte[] body,
        string encoding,
        string? key = null,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await product.Http.SendAsync(request);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    private static byte[] Fold(byte[] plain, string encoding)
    {
        using var folded = new MemoryStream();
        using (
            Stream stream =
                encoding == "br"
                    ? new BrotliStream(folded, CompressionLevel.Fastest, leaveOpen: true)
                    : new GZipStream(folded, CompressionLevel.SmallestSize, leaveOpen: true)
        )
            stream.Write(plain);
        return folded.ToArray();
    }

    private static byte[] Unfold(byte[] folded, string encoding)
    {
        using var source = new MemoryStream(folded);
        using Stream stream =
            encoding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
