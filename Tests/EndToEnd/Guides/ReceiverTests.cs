using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>Sends genuine and forged webhooks to the receivers of the guide for back offices.</summary>
public sealed class ReceiverTests(GuideService service) : IClassFixture<GuideService>
{
    private readonly Guide guide = Guide.Read("back-office.md");

    private string Timestamp => service.Genuine.Headers["webhook-timestamp"].ToString();

    private string Signature => service.Genuine.Headers["webhook-signature"].ToString();

    private string Forged => service.Genuine.Body.Replace("job.completed", "job.cancelled", StringComparison.Ordinal);

    private string Old => (long.Parse(Timestamp, CultureInfo.InvariantCulture) - 600).ToString(CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    [InlineData("go")]
    [InlineData("csharp")]
    public async Task A_receiver_accepts_what_the_service_sent_and_nothing_else(string language)
    {
        GuideRun.Require(language);
        using var run = new GuideRun(guide, service, FreePorts.Next());
        using var process = await run.StartAsync(guide.Of("receiver").Single(block => block.Argument == language));
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var url = $"http://127.0.0.1:{run.Port}/";
        using var http = new HttpClient();
        try
        {
            await Eventually.TrueAsync(async () => await SendAsync(http, url, "", "", Signature) is not null, "the receiver listens");
            var body = service.Genuine.Body;
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, url, Forged, Timestamp, Signature));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, url, body, Timestamp, "v1,AAAA"));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, url, body, Timestamp, ""));
            var late = Old;
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, url, body, late, Sign(late)));
            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(http, url, body, Timestamp, $"v1,AAAA {Signature}"));
            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(http, url, body, Timestamp, Signature));
            var job = await service.SubmitAsync(url);
            await Eventually.TrueAsync(
                () => output.ToString().Contains($"job.completed {job}", StringComparison.Ordinal),
                "the service calls the receiver"
            );
            Assert.Equal(2, output.ToString().Split("job.").Length - 1);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task The_verifier_of_the_shell_accepts_what_the_service_sent_and_nothing_else()
    {
        using var run = new GuideRun(guide, service);
        var block = guide.Of("verifier").Single();
        var stored = Path.Combine(run.Folder, "body.json");
        await File.WriteAllTextAsync(stored, service.Genuine.Body);
        Assert.Equal((0, "genuine\n"), await VerifyAsync(Timestamp, Signature));
        Assert.Equal((0, "genuine\n"), await VerifyAsync(Timestamp, $"v1,AAAA {Signature}"));
        var late = Old;
        Assert.NotEqual(0, (await VerifyAsync(late, Sign(late))).Code);
        Assert.NotEqual(0, (await VerifyAsync("a[$(touch injected)]", Signature)).Code);
        Assert.False(File.Exists(Path.Combine(run.Folder, "injected")));
        await File.WriteAllTextAsync(stored, Forged);
        Assert.NotEqual(0, (await VerifyAsync(Timestamp, Signature)).Code);

        async Task<(int Code, string Output)> VerifyAsync(string timestamp, string signature)
        {
            var (code, output, _) = await run.TryAsync(
                block,
                $"WEBHOOK_ID='{service.Genuine.Id}' WEBHOOK_TIMESTAMP='{timestamp}' WEBHOOK_SIGNATURE='{signature}'"
            );
            return (code, output);
        }
    }

    /// <summary>Returns the status, or <see langword="null"/> if nobody listens.</summary>
    private async Task<HttpStatusCode?> SendAsync(HttpClient http, string url, string body, string timestamp, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation("webhook-id", service.Genuine.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", signature);
        try
        {
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Signs the genuine body for another time.</summary>
    private string Sign(string timestamp)
    {
        var key = Convert.FromBase64String(service.Secret["whsec_".Length..]);
        var signed = Encoding.UTF8.GetBytes($"{service.Genuine.Id}.{timestamp}.{service.Genuine.Body}");
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
