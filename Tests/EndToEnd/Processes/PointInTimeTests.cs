using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests what docs/operating.md states about a restore of PostgreSQL to an earlier moment.</summary>
public sealed class PointInTimeTests
{
    private const int Images = 20;

    [Fact]
    public async Task A_restore_to_a_moment_has_all_before_it_and_nothing_after()
    {
        await using var postgres = await ArchivedPostgres.StartAsync();
        await using var images = await ImageServer.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => (503, "");
        var database = await postgres.Server.CreateDatabaseAsync();
        long early,
            before,
            running,
            after;
        string moment;
        await using (var process = await StartAsync(database, images, receiver))
        {
            (early, _) = await SubmitAsync(process.Http, images, "early");
            await EndAsync(process.Http, early);
            await postgres.BackUpAsync();

            (before, _) = await SubmitAsync(process.Http, images, "before", receiver);
            await EndAsync(process.Http, before);
            var gate = new TaskCompletionSource();
            images.Gate = gate.Task;
            (running, _) = await SubmitAsync(process.Http, images, "running", receiver);
            await Eventually.TrueAsync(() => images.Waiting == Images, "the images are in flight");
            await Eventually.TrueAsync(
                async () => (await DeliveryAsync(process.Http, before)).GetProperty("attempts").GetArrayLength() > 0,
                "the webhook is refused"
            );
            moment = await postgres.MomentAsync();

            receiver.Answer = _ => (204, "");
            gate.SetResult();
            await EndAsync(process.Http, running);
            await DeliveredAsync(process.Http, before);
            await DeliveredAsync(process.Http, running);
            (after, _) = await SubmitAsync(process.Http, images, "after");
            await EndAsync(process.Http, after);
            await postgres.ArchiveAsync();
            await process.KillAsync();
        }

        await postgres.Server.StopAsync();
        var sent = receiver.Received.ToLookup(JobOf);
        await using var server = await postgres.RestoreAsync(moment);
        var copy = server.ConnectionString(new NpgsqlConnectionStringBuilder(database).Database!);
        Assert.Equal($"{early} {Images}\n{before} {Images}\n", await MeasuredAsync(server, copy));
        await DatabaseChecks.PassesAsync("--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={copy}");

        await using var restored = await StartAsync(copy, images, receiver);
        using (var missing = await restored.Http.GetAsync($"/api/v1/jobs/{after}"))
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        await EndAsync(restored.Http, running);
        Assert.Equal($"{early} {Images}\n{before} {Images}\n{running} {Images}\n", await MeasuredAsync(server, copy));

        await DeliveredAsync(restored.Http, before);
        await DeliveredAsync(restored.Http, running);
        var all = receiver.Received.ToLookup(JobOf);
        Assert.Equal(sent[before].Count() + 1, all[before].Count());
        Assert.Single(all[before].Select(request => (request.Id, request.Body)).Distinct());
        Assert.Equal(sent[running].Count() + 1, all[running].Count());
        Assert.Equal(2, all[running].Select(request => request.Id).Distinct().Count());

        Assert.Equal((before, true), await SubmitAsync(restored.Http, images, "before", receiver));
        var (again, replayed) = await SubmitAsync(restored.Http, images, "after");
        Assert.False(replayed);
        await EndAsync(restored.Http, again);
        await DatabaseChecks.PassesAsync("--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={copy}");
    }

    private static long JobOf(ReceivedWebhook webhook) =>
        JsonElement.Parse(webhook.Body).GetProperty("data").GetProperty("job_id").GetInt64();

    private static Task<ProductProcess> StartAsync(string database, ImageServer images, WebhookReceiver receiver) =>
        ProductProcess.StartFrontEndAsync([
            "--RetailPulse:Storage:Provider=PostgreSql",
            $"--ConnectionStrings:RetailPulse={database}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            "--RetailPulse:Gpu:MinSleep=0",
            "--RetailPulse:Gpu:MaxSleep=0",
            images.Allowed,
            $"--RetailPulse:Webhooks:AllowedNetworks:0=127.0.0.1/32:{receiver.Port}",
            .. Enumerable.Range(0, 20).Select(wait => $"--RetailPulse:Webhooks:Waits:{wait}=00:00:02"),
        ]);

    /// <summary>Submits a job with its name as the key, and returns its id and whether it was submitted before.</summary>
    private static async Task<(long Id, bool Replayed)> SubmitAsync(
        HttpClient http,
        ImageServer images,
        string name,
        WebhookReceiver? receiver = null
    )
    {
        var body = new
        {
            count = 1,
            visits = new[]
            {
                new
                {
                    store_id = "S00339218",
                    visit_time = "2026-05-04",
                    image_url = Enumerable.Range(0, Images).Select(image => new Uri(images.Address, $"{name}/{image}.gif").ToString()),
                },
            },
            callback_url = receiver?.Url,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs");
        request.Headers.Add("Idempotency-Key", name);
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (
            (await ReadAsync(response.Content)).GetProperty("id").GetInt64(),
            response.Headers.TryGetValues("Idempotent-Replayed", out var replayed) && replayed.Single() == "true"
        );
    }

    private static Task EndAsync(HttpClient http, long job) =>
        Eventually.TrueAsync(
            async () =>
                (await ReadAsync((await http.GetAsync($"/api/v1/jobs/{job}")).Content)).GetProperty("status").GetString() == "completed",
            $"job {job} completes"
        );

    private static Task DeliveredAsync(HttpClient http, long job) =>
        Eventually.TrueAsync(
            async () => (await DeliveryAsync(http, job)).GetProperty("state").GetString() == "delivered",
            $"the webhook of job {job} is delivered"
        );

    private static async Task<JsonElement> DeliveryAsync(HttpClient http, long job) =>
        (await ReadAsync((await http.GetAsync($"/api/v1/jobs/{job}/webhooks")).Content)).GetProperty("deliveries")[0];

    /// <summary>Returns the jobs with results and their numbers of measured images, each of which has one result.</summary>
    private static Task<string> MeasuredAsync(PostgresServer server, string database) =>
        server.ExecuteAsync(
            new NpgsqlConnectionStringBuilder(database).Database!,
            """
            SELECT job_id || ' ' || count(DISTINCT (visit_no, image_no)) FROM image_results
            WHERE perimeter = 24 GROUP BY job_id HAVING count(*) = count(DISTINCT (visit_no, image_no)) ORDER BY job_id
            """
        );

    private static async Task<JsonElement> ReadAsync(HttpContent content) => JsonElement.Parse(await content.ReadAsStringAsync());
}
