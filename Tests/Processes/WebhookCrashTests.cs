using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RetailPulse.Tests.Fakes;

namespace RetailPulse.Tests.Processes;

/// <summary>Webhooks of a process that is really killed.</summary>
public sealed class WebhookCrashTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_not_taken_before_kill_9_is_delivered_after_the_restart()
    {
        await using var images = await ImageServer.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => (503, "");
        string[] settings =
        [
            $"--ConnectionStrings:RetailPulse=Data Source={Path.Combine(folder, "retailpulse.db")}", "--RetailPulse:Cluster:SiloPort=0", "--RetailPulse:Cluster:GatewayPort=0",
            images.Allowed, $"--RetailPulse:Images:AllowedNetworks:1=127.0.0.1/32:{receiver.Port}", "--RetailPulse:Webhooks:Waits:0=00:00:03",
        ];

        await using (var first = await ProductProcess.StartFrontEndAsync(settings))
        {
            await SubmitAsync(first.Http, images, receiver);
            await Eventually.TrueAsync(() => receiver.Received.Count == 1, "the first attempt is refused");
            await first.KillAsync();
        }

        receiver.Answer = _ => (204, "");
        await using var second = await ProductProcess.StartFrontEndAsync(settings);
        await Eventually.TrueAsync(() => receiver.Received.Count == 2, "the second attempt is made");
        Assert.Single(receiver.Received.Select(request => (request.Id, request.Body)).Distinct());
        await Eventually.TrueAsync(async () => await StateAsync(second.Http) == "delivered", "the delivery is recorded");
    }

    private static async Task SubmitAsync(HttpClient http, ImageServer images, WebhookReceiver receiver)
    {
        var body = $$"""{"count":1,"callback_url":"{{receiver.Url}}","visits":[{"store_id":"S00339218","image_url":["{{images.Address}}1.gif"],"visit_time":"t"}]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/api/v1/jobs", content);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<string?> StateAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>("/api/v1/jobs/1/webhooks")).GetProperty("deliveries")[0].GetProperty("state").GetString();
}
