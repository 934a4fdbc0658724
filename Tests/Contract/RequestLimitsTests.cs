using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Contract;

/// <summary>Tests the limits on what clients can take of the server.</summary>
public sealed class RequestLimitsTests : IAsyncLifetime
{
    private readonly Product product = new(
        Path.GetTempPath(),
        real: false,
        ("RetailPulse:Api:BodyTimeout", "00:00:01"),
        ("RetailPulse:Api:MaxConnections", "4")
    );

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Theory]
    [InlineData("POST /api/submit/", "application/json")]
    [InlineData("POST /api/v1/jobs", "application/json")]
    [InlineData("POST /api/v1/jobs/1/retry", "application/json")]
    [InlineData("PATCH /api/v1/jobs/1/visits/0/images/0", "application/json")]
    [InlineData("PUT /api/v1/stores", "text/csv")]
    public async Task A_body_that_does_not_arrive_in_time_is_refused(string line, string type)
    {
        using var client = await ConnectAsync();
        var answer = await AskAsync(
            client,
            $"{line} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n{{"
        );
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)]);
        var isV1 = line.Contains("v1", StringComparison.Ordinal);
        Assert.Equal(
            isV1 ? "body_too_slow" : "Request body arrived too slowly",
            body.RootElement.GetProperty(isV1 ? "code" : "error").GetString()
        );
        Assert.Contains("X-Content-Type-Options: nosniff", answer);
    }

    /// <summary>Otherwise, anyone could fill the log with errors.</summary>
    [Theory]
    [InlineData("/api/submit/", "application/json", "{\"error\":\"Invalid request data\"}")]
    [InlineData("/api/v1/jobs", "application/json", "\"code\":\"bad_request\"")]
    [InlineData("/api/v1/jobs", "text/csv", "\"code\":\"bad_request\"")]
    [InlineData("/console/session", "application/x-www-form-urlencoded", "{\"error\":\"Bad request\"}")]
    public async Task A_chunk_whose_size_no_number_holds_is_a_bad_request(string path, string type, string body)
    {
        using var client = await ConnectAsync();
        var answer = await AskAsync(
            client,
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx"
        );
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains(body, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_with_too_long_trailers_is_not_called_slow()
    {
        using var client = await ConnectAsync();
        var answer = await AskAsync(
            client,
            $"POST /api/submit/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n0\r\n{string.Concat(Enumerable.Repeat($"X: {new string('x', 1_000)}\r\n", 300))}\r\n"
        );
        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
        Assert.Contains("{\"error\":\"Bad request\"}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("retry")]
    public async Task A_count_may_take_longer_than_its_body_to_arrive(string change)
    {
        await using var slow = new Product(Path.GetTempPath(), real: false, ("RetailPulse:Api:BodyTimeout", "00:00:05"))
        {
            Replace = services => services.AddSingleton<IIncomingGrainCallFilter, SlowSelections>(),
        };
        await slow.InitializeAsync();
        var (status, selection) = await new Api(slow.Http).SendAsync(HttpMethod.Post, $"jobs/{change}/validate", "");
        Assert.Equal((HttpStatusCode.OK, """{"jobs":0,"images":0}"""), (status, selection.GetRawText()));
    }

    [Fact]
    public async Task A_connection_too_many_is_closed()
    {
        const string request = "GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var held = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                held.Add(await ConnectAsync());
                await SendAsync(held[^1], request);
                Assert.NotEqual(0, await held[^1].GetStream().ReadAsync(new byte[1]));
            }

            using var another = new TcpClient();
            Assert.Equal("", await AskAsync(another, request));
        }
        finally
        {
            held.ForEach(client => client.Dispose());
        }
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(product.Http.BaseAddress!.Host, product.Http.BaseAddress.Port);
        return client;
    }

    private static Task SendAsync(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    /// <summary>Everything that comes until the server closes, by <c>FIN</c> or by <c>RST</c>.</summary>
    private async Task<string> AskAsync(TcpClient client, string text)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answer = new StringBuilder();
        try
        {
            if (!client.Connected)
                await client.ConnectAsync(product.Http.BaseAddress!.Host, product.Http.BaseAddress.Port);
            await SendAsync(client, text);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
            var buffer = new char[4096];
            while (await reader.ReadAsync(buffer, deadline.Token) is > 0 and var read)
                answer.Append(buffer, 0, read);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The server was quicker to close than the client to read.
        }

        return answer.ToString();
    }

    /// <summary>Lets each page of a selection take longer than the timeout of a body.</summary>
    private sealed class SlowSelections : IIncomingGrainCallFilter
    {
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod?.Name == nameof(IJobListGrain.SelectAsync))
                await Task.Delay(TimeSpan.FromSeconds(6));
            await context.Invoke();
        }
    }
}
