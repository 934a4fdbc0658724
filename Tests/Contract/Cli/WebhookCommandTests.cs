using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using RetailPulse.Client;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Contract.Cli;

public sealed class WebhookCommandTests
{
    private const string Body =
        """{"type":"job.failed","timestamp":"2026-05-04T09:30:00Z","data":{"job_id":17,"status":"failed","submitted_at":"2026-05-04T09:29:00Z","ended_at":"2026-05-04T09:30:00Z","visits":1,"counts":{"total":3,"measured":2,"failed":1,"cancelled":0}}}""";

    private static readonly string Secret = $"whsec_{Convert.ToBase64String(new byte[24])}";

    [Fact]
    public async Task Deliveries_are_printed_and_sent_again()
    {
        await using var scene = await WebhookScene.StartAsync();
        using var cli = new CliRun(scene.Product.Http.BaseAddress);
        var id = await scene.SubmitAsync();
        var delivery = (await scene.DeliveryAsync(id, "delivered")).GetProperty("id").GetString()!;
        var listed = await cli.RunAsync("webhooks", $"{id}");
        Assert.StartsWith($"{delivery}\tjob.completed\tdelivered\t1\t", listed.Output);
        Assert.Equal(0, (await cli.RunAsync("webhooks", "resend", $"{id}", delivery)).Code);
        Assert.Equal(3, (await cli.RunAsync("webhooks", "resend", $"{id}", "msg_0")).Code);
        Assert.Equal(2, (await cli.RunAsync("webhooks")).Code);
    }

    [Fact]
    public async Task Listen_prints_and_forwards_valid_webhooks_only()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var cli = new CliRun();
        cli.Variables["RETAILPULSE_WEBHOOK_SECRET"] = Secret;
        var port = FreePorts.Next();
        var listening = cli.RunAsync("webhooks", "listen", "--port", $"{port}", "--count", "1", "--forward-to", receiver.Url);
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
        await Eventually.TrueAsync(() => OpensAsync(port), "the listener is open");
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, "wrong"));
        Assert.True((int)await PostAsync(http, Secret) is >= 200 and < 300);
        var result = await listening.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((0, "job.failed\t17\t3\t1\t2026-05-04T09:30:00Z\n"), (result.Code, result.Output));
        Assert.Contains("Refused a request without a valid signature.", result.Error);
        Assert.Contains($"Forwarded to {receiver.Url}", result.Error);
    }

    [Fact]
    public async Task Listen_survives_a_sender_that_aborts()
    {
        using var cli = new CliRun();
        cli.Variables["RETAILPULSE_WEBHOOK_SECRET"] = Secret;
        var port = FreePorts.Next();
        var listening = cli.RunAsync("webhooks", "listen", "--port", $"{port}", "--count", "1", "-o", "csv");
        await Eventually.TrueAsync(() => OpensAsync(port), "the listener is open");
        using (var broken = new TcpClient())
        {
            await broken.ConnectAsync("localhost", port);
            await broken.GetStream().WriteAsync("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"u8.ToArray());
            broken.LingerState = new LingerOption(true, 0);
        }

        await Eventually.TrueAsync(() => cli.ErrorsSoFar.Contains("Refused a request", StringComparison.Ordinal), "the sender is gone");
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(http, Secret));
        var result = await listening.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((0, "type,job,images,failed,time\njob.failed,17,3,1,2026-05-04T09:30:00Z\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task Listen_checks_its_secret_before_the_first_webhook()
    {
        using var cli = new CliRun();
        cli.Variables["RETAILPULSE_WEBHOOK_SECRET"] = "typo!";
        var refused = await cli.RunAsync("webhooks", "listen", "--port", $"{FreePorts.Next()}").WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2, refused.Code);
        Assert.Contains("The secret is not valid", refused.Error);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string secret)
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var key = secret == Secret ? new byte[24] : [.. Enumerable.Repeat((byte)1, 24)];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"msg_1.{time}.{Body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = new StringContent(Body) };
        request.Headers.Add(WebhookSignature.IdHeader, "msg_1");
        request.Headers.Add(WebhookSignature.TimestampHeader, $"{time}");
        request.Headers.Add(WebhookSignature.SignatureHeader, $"v1,{signature}");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<bool> OpensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("localhost", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
