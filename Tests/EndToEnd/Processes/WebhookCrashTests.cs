using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RetailPulse.Grains.Webhooks;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests the webhooks of a process that is killed.</summary>
public sealed class WebhookCrashTests : IDisposable
{
    private const int LastJob = WebhookPermits.MaxPerReceiver + 1;

    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_webhook_not_accepted_before_kill_9_is_sent_after_restart()
    {
        await using var images = await ImageServer.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => (503, "");

        await using (var first = await StartAsync(images, receiver))
        {
            await SubmitAsync(first.Http, images, receiver);
            await Eventually.TrueAsync(() => receiver.Received.Count == 1, "the first attempt is refused");
            await first.KillAsync();
        }

        receiver.Answer = _ => (204, "");
        await using var second = await StartAsync(images, receiver);
        await Eventually.TrueAsync(() => receiver.Received.Count >= 2, "the second attempt is made");
        Assert.Single(receiver.Received.Select(request => (request.Id, request.Body)).Distinct());
        await Eventually.TrueAsync(
            async () => (await ReadAsync(second.Http, job: 1)).GetProperty("state").GetString() == "delivered",
            "the delivery is recorded"
        );
    }

    [Fact]
    public async Task A_webhook_interrupted_by_kill_9_is_sent_after_restart()
    {
        await using var images = await ImageServer.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Gate = new TaskCompletionSource().Task;
        string id;

        await using (var first = await StartAsync(images, receiver, "--RetailPulse:Webhooks:Timeout=00:01:00"))
        {
            for (var job = 1; job < LastJob; job++)
                await SubmitAsync(first.Http, images, receiver);
            await Eventually.TrueAsync(() => receiver.Received.Count == WebhookPermits.MaxPerReceiver, "no further attempt can begin");
            await SubmitAsync(first.Http, images, receiver);
            await Eventually.TrueAsync(async () => await HasEndedAsync(first.Http, LastJob), "the job ends");
            var waiting = await ReadAsync(first.Http, LastJob);
            Assert.Equal(("pending", 0), (waiting.GetProperty("state").GetString(), waiting.GetProperty("attempts").GetArrayLength()));
            id = waiting.GetProperty("id").GetString()!;
            await first.KillAsync();
        }

        Assert.DoesNotContain(id, receiver.Received.Select(request => request.Id));
        receiver.Gate = Task.CompletedTask;
        await using var second = await StartAsync(images, receiver);
        await Eventually.TrueAsync(
            async () => (await ReadAsync(second.Http, LastJob)).GetProperty("state").GetString() == "delivered",
            "the delivery is recorded"
        );
        Assert.Single(receiver.Received, request => request.Id == id);
        Assert.Equal(1, (await ReadAsync(second.Http, LastJob)).GetProperty("attempts")[0].GetProperty("attempt").GetInt32());
    }

    private Task<ProductProcess> StartAsync(ImageServer images, WebhookReceiver receiver, params IEnumerable<string> more) =>
        ProductProcess.StartFrontEndAsync([
            $"--ConnectionStrings:RetailPulse=Data Source={Path.Combine(folder, "retailpulse.db")}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            images.Allowed,
            $"--RetailPulse:Webhooks:AllowedNetworks:0=127.0.0.1/32:{receiver.Port}",
            "--RetailPulse:Webhooks:Waits:0=00:00:15",
            .. more,
        ]);

    private static async Task SubmitAsync(HttpClient http, ImageServer images, WebhookReceiver receiver)
    {
        var body =
            $$"""{"count":1,"callback_url":"{{receiver.Url}}","visits":[{"store_id":"S00339218","image_url":["{{images.Address}}1.gif"],"visit_time":"t"}]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/api/v1/jobs", content);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Returns whether the job's end, and with it the webhook, is on disk.</summary>
    private static async Task<bool> HasEndedAsync(HttpClient http, int job) =>
        (await GetAsync(http, $"jobs/{job}/webhooks")).GetProperty("deliveries").GetArrayLength() == 1;

    /// <summary>Returns the job's only delivery.</summary>
    private static async Task<JsonElement> ReadAsync(HttpClient http, int job) =>
        (await GetAsync(http, $"jobs/{job}/webhooks")).GetProperty("deliveries")[0];

    private static Task<JsonElement> GetAsync(HttpClient http, string path) => http.GetFromJsonAsync<JsonElement>($"/api/v1/{path}");
}
