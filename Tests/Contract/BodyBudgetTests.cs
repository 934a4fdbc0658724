using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RetailPulse.Tests.Contract;

/// <summary>
/// Slow request bodies over real sockets: how much memory they hold, and that they are refused before the server runs out of it.
/// </summary>
public sealed class BodyBudgetTests : IAsyncLifetime
{
    /// <summary>Bytes of a body that arrive at once.</summary>
    private const int Arrived = 300_000;

    /// <summary>Bytes of a body that follow slowly.</summary>
    private const int Trickling = 100_000;

    private readonly Product product = new(
        Path.GetTempPath(),
        real: false,
        ("RetailPulse:Api:MaxBodyBytes", "900000"),
        ("RetailPulse:Api:MaxBodyBytesAtOnce", "1000000")
    )
    {
        // A busy machine may send less than the server requires.
        Replace = services => services.PostConfigure<KestrelServerOptions>(server => server.Limits.MinRequestBodyDataRate = null),
    };

    private readonly List<TcpClient> clients = [];
    private readonly List<Task> trickles = [];

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await Task.WhenAll(trickles);
        await product.DisposeAsync();
    }

    [Fact]
    public async Task A_compressed_body_counts_with_its_decompressed_size()
    {
        await HoldAsync();
        await HoldAsync();
        await Eventually.TrueAsync(() => IsFullAsync(product, ""), "two bodies take the room");
        using var folded = new MemoryStream();
        using (var gzip = new GZipStream(folded, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes($"{new string(' ', 800_000)}{InvalidBodies.Valid}"));
        Assert.InRange(folded.Length, 1, 10_000);
        using var content = new ByteArrayContent(folded.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var refused = await product.Http.PostAsync("/api/v1/jobs", content);
        await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too_many_bodies");
    }

    [Fact]
    public async Task A_body_for_which_there_is_no_room_is_refused_until_others_have_gone()
    {
        await HoldAsync();
        await HoldAsync();
        await Eventually.TrueAsync(() => IsFullAsync(product, ""), "two bodies take the room");
        using (var refused = await SubmitAsync("/api/v1/jobs"))
        {
            await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too_many_bodies");
            Assert.Equal(2, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        }

        using (var refused = await SubmitAsync("/api/submit/"))
        {
            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, 2),
                (refused.StatusCode, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds)
            );
            Assert.Equal("""{"error":"Service is unavailable, try again"}""", await refused.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await TryAsync("/api/v1/jobs", new string(' ', 1_000_000)));

        using var content = new ByteArrayContent([.. "store_id,store_name,area_code\n"u8, .. Enumerable.Repeat((byte)'x', 300_000)]);
        content.Headers.ContentType = new("text/csv");
        using (var refused = await product.Http.PutAsync("/api/v1/stores", content))
            await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too_many_bodies");

        clients.ForEach(client => client.Dispose());
        await Eventually.TrueAsync(
            async () => await TryAsync("/api/v1/jobs") == HttpStatusCode.Accepted,
            "interrupted bodies no longer count"
        );
    }

    [Fact]
    public async Task One_tenant_leaves_room_for_another()
    {
        await using var keyed = new KeyedProduct(
            ("RetailPulse:Api:MaxBodyBytes", "500000"),
            ("RetailPulse:Api:MaxBodyBytesAtOnce", "1200000")
        );
        await keyed.InitializeAsync();
        const string Key = "X-Api-Key: acme-submit\r\n";
        for (var i = 0; i < 2; i++)
            await HoldAsync(keyed.Product, Key);
        await Eventually.TrueAsync(() => IsFullAsync(keyed.Product, Key), "the tenant has its share");
        Assert.Equal((503, 202), (await TryAsync("acme-admin"), await TryAsync("zeta-submit")));
        clients.ForEach(client => client.Dispose());

        async Task<int> TryAsync(string key)
        {
            var job = KeyedProduct.Job([.. Enumerable.Range(0, 400).Select(image => $"http://a.example/{new string('x', 1_000)}/{image}")]);
            return (await keyed.SendAsync(key, HttpMethod.Post, "/api/v1/jobs", job)).Status;
        }
    }

    /// <summary>An upload takes little memory for its length, and may take long.</summary>
    [Fact]
    public async Task Slow_uploads_of_one_tenant_leave_room_for_others()
    {
        await using var keyed = new KeyedProduct();
        await keyed.InitializeAsync();

        // Otherwise, the server ends an upload of which nothing arrives.
        keyed.Product.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinRequestBodyDataRate = null;
        for (var i = 0; i < 11; i++)
            await HoldUploadAsync();

        // The upload that asks takes room as well, so that one which arrives at the same time may be refused.
        await Eventually.TrueAsync(
            async () =>
            {
                await HoldUploadAsync();
                return await TryAsync("acme-submit", "jobs") == HttpStatusCode.ServiceUnavailable;
            },
            "the tenant has its share"
        );
        Assert.Equal(HttpStatusCode.OK, await TryAsync("zeta-submit", "jobs/validate"));
        Assert.Equal(HttpStatusCode.Accepted, await TryAsync("zeta-submit", "jobs"));
        clients.ForEach(client => client.Dispose());

        Task HoldUploadAsync() => SendAsync("\n", Trickling, keyed.Product, "X-Api-Key: acme-submit\r\n", "application/x-ndjson");

        async Task<HttpStatusCode> TryAsync(string key, string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{path}")
            {
                Headers = { { "X-Api-Key", key } },
                Content = new StringContent(
                    """{"store_id":"S1","image_url":["http://a.example/1.jpg"],"visit_time":"2026-05-04"}""",
                    new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-ndjson")
                ),
            };
            using var response = await keyed.Product.Http.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Concurrent_bodies_beyond_the_budget_are_refused_except_one()
    {
        var body = InvalidBodies.Valid + new string(' ', 850_000);
        var first = await SendAsync(body[..^1], announced: body.Length);
        await Eventually.TrueAsync(() => IsFullAsync(product, ""), "the first body takes the room");
        var others = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => TryAsync("/api/v1/jobs", body)));
        Assert.All(others, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer));
        await first.GetStream().WriteAsync(" "u8.ToArray());
        using var reader = new StreamReader(first.GetStream());
        Assert.Contains(" 202 ", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task What_is_only_announced_takes_no_room()
    {
        for (var i = 0; i < 20; i++)
            await SendAsync("{", announced: 900_000);
        Assert.Equal(HttpStatusCode.Accepted, await TryAsync("/api/v1/jobs"));
    }

    [Fact]
    public async Task Bodies_that_were_answered_take_no_room()
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.BadRequest, await TryAsync("/api/v1/jobs", new string(' ', Arrived)));
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Accepted, await TryAsync("/api/v1/jobs"));
    }

    private Task HoldAsync() => HoldAsync(product, "");

    /// <summary>
    /// Sends a body of white space whose end arrives slowly, just above the minimum rate of the server (240 bytes per second).
    /// </summary>
    private async Task HoldAsync(Product to, string header)
    {
        var client = await SendAsync(new string(' ', Arrived), announced: Arrived + Trickling, to, header);
        trickles.Add(TrickleAsync(client));
    }

    private static async Task TrickleAsync(TcpClient client)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
            for (var sent = 0; sent < Trickling - 1_000 && await timer.WaitForNextTickAsync(); sent += 500)
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(new string(' ', 500)));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over, and the connection with it.
        }
    }

    private Task<TcpClient> SendAsync(string arrives, int announced) => SendAsync(arrives, announced, product, "");

    private async Task<TcpClient> SendAsync(string arrives, int announced, Product to, string header, string type = "application/json")
    {
        var client = new TcpClient();
        clients.Add(client);
        await client.ConnectAsync(to.Http.BaseAddress!.Host, to.Http.BaseAddress.Port);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {announced}\r\n{header}\r\n{arrives}"
                )
            );
        return client;
    }

    /// <summary>Announces a body and sends none of it, so that it takes no room from those that are still arriving.</summary>
    private async Task<bool> IsFullAsync(Product to, string header)
    {
        using var client = await SendAsync("", announced: 400_000, to, header);
        using var reader = new StreamReader(client.GetStream());
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            return (await reader.ReadLineAsync(soon.Token))?.Contains(" 503 ", StringComparison.Ordinal) == true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<HttpStatusCode> TryAsync(string path, string? body = null)
    {
        using var response = await SubmitAsync(path, body);
        return response.StatusCode;
    }

    /// <summary>Sends a valid submission that is long for its white space.</summary>
    private Task<HttpResponseMessage> SubmitAsync(string path, string? body = null) =>
        product.SubmitAsync(body ?? InvalidBodies.Valid + new string(' ', 300_000), path: path);
}
