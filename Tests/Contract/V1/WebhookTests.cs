using System.Diagnostics;
using System.Net;
using System.Text.Json;
using RetailPulse.Tests.Fakes;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Webhooks over real HTTP, to a real receiver.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private WebhookReceiver receiver = null!;
    private Product product = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await WebhookReceiver.StartAsync();
        product = new Product(
            Path.GetTempPath(),
            real: false,
            ("RetailPulse:Images:AllowedNetworks:0", $"127.0.0.1/32:{receiver.Port}"),
            ("RetailPulse:Webhooks:Waits:0", "00:00:00.100"),
            ("RetailPulse:Webhooks:Waits:1", "00:00:00.100"));
        await product.InitializeAsync();
        api = new Api(product.Http);
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task The_end_of_a_job_is_told_at_once_and_signed()
    {
        var job = await SubmitAsync(receiver.Url);
        var told = await api.EndAsync(job);
        var ended = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => receiver.Received.Count == 1, "the end is told", seconds: 5);
        Assert.True(ended.Elapsed.TotalSeconds < 2);
        Assert.Equal(receiver.Url, told.GetProperty("callback_url").GetString());

        var received = receiver.Received[0];
        Assert.True(StandardVerification.IsSigned((await api.GetAsync("webhooks/secret")).GetProperty("secret").GetString()!, received.Body, received.Headers));
        var body = JsonDocument.Parse(received.Body).RootElement;
        Assert.Equal(("job.completed", job), (body.GetProperty("type").GetString(), body.GetProperty("data").GetProperty("job_id").GetInt64()));
        var delivery = await DeliveryAsync(job, "delivered");
        Assert.Equal(received.Id, delivery.GetProperty("id").GetString());
        Assert.Equal(204, delivery.GetProperty("attempts")[0].GetProperty("http_status").GetInt32());
    }

    [Fact]
    public async Task What_is_refused_first_is_sent_again_the_same_and_every_answer_is_kept()
    {
        receiver.Answer = request => request switch { 1 => (500, new string('x', 5_000)), 2 => (302, ""), _ => (200, "ok") };
        var job = await SubmitAsync(receiver.Url);
        var delivery = await DeliveryAsync(job, "delivered");
        Assert.Equal([500, 302, 200], delivery.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("http_status").GetInt32()));
        Assert.Equal([1_024, 0, 2], delivery.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("answer").GetString()!.Length));
        Assert.Equal(3, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(request => (request.Path, request.Id, request.Body)).Distinct());
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_left_alone_until_it_is_sent_anew()
    {
        receiver.Answer = _ => (410, "");
        var job = await SubmitAsync(receiver.Url);
        var id = (await DeliveryAsync(job, "failed")).GetProperty("id").GetString();
        Assert.Single(receiver.Received);

        receiver.Answer = _ => (204, "");
        Assert.Equal(HttpStatusCode.Accepted, (await api.SendAsync(HttpMethod.Post, $"jobs/{job}/webhooks/{id}/resend")).Status);
        await DeliveryAsync(job, "delivered");
        Assert.Equal([id, id], receiver.Received.Select(request => request.Id));
    }

    [Fact]
    public async Task Addresses_that_images_are_not_fetched_from_get_no_webhooks()
    {
        var job = await SubmitAsync("http://127.0.0.1:9/hook");
        var delivery = await DeliveryAsync(job, "failed");
        Assert.Equal(
            ["refused_address", "refused_address", "refused_address"],
            delivery.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("reason").GetString()));
        using var response = await product.SubmitAsync(WithCallback("http://127.0.0.1:9/hook"), "?validate_only=true");
        Assert.Equal("/callback_url", (await response.BodyAsync(HttpStatusCode.OK)).GetProperty("refused_urls")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task After_a_rotation_either_secret_verifies()
    {
        var before = (await api.GetAsync("webhooks/secret")).GetProperty("secret").GetString()!;
        var (status, rotated) = await api.SendAsync(HttpMethod.Post, "webhooks/secret/rotate");
        Assert.Equal((HttpStatusCode.OK, before), (status, rotated.GetProperty("previous_secret").GetString()));
        await DeliveryAsync(await SubmitAsync(receiver.Url), "delivered");
        var received = receiver.Received[0];
        Assert.True(StandardVerification.IsSigned(before, received.Body, received.Headers));
        Assert.True(StandardVerification.IsSigned(rotated.GetProperty("secret").GetString()!, received.Body, received.Headers));
    }

    [Theory]
    [InlineData("\"ftp://a.example/\"")]
    [InlineData("\"http://user@a.example/\"")]
    [InlineData("\"hook\"")]
    [InlineData("\"http://a.example/\\u0000\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public async Task A_callback_url_that_is_none_is_named(string value)
    {
        using var response = await product.SubmitAsync(InvalidBodies.Valid.Insert(1, $"\"callback_url\":{value},"));
        Assert.Equal(["/callback_url"], await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid_body"));
    }

    [Fact]
    public async Task The_old_route_knows_no_callback_url()
    {
        using var response = await product.SubmitAsync(WithCallback("ftp://a.example/"), path: "/api/submit/");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        using var other = await product.SubmitAsync(WithCallback(receiver.Url), path: "/api/submit/");
        Assert.Equal(0, product.Count("SELECT count(*) FROM jobs WHERE callback_url IS NOT NULL"));
    }

    [Fact]
    public async Task A_job_without_a_callback_has_no_webhooks_and_a_job_that_is_none_is_not_found()
    {
        var job = await api.SubmitAsync(("S1", ["http://a.example/"]));
        Assert.Equal("""{"deliveries":[]}""", (await api.GetAsync($"jobs/{job}/webhooks")).GetRawText());
        Assert.Equal(JsonValueKind.Null, (await api.EndAsync(job)).GetProperty("callback_url").ValueKind);
        Assert.Equal("job_not_found", (await api.FailAsync(HttpStatusCode.NotFound, "jobs/999/webhooks")).GetProperty("code").GetString());
        var problem = await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{job}/webhooks/msg_1/resend", HttpMethod.Post);
        Assert.Equal("delivery_not_found", problem.GetProperty("code").GetString());
    }

    private async Task<long> SubmitAsync(string callback)
    {
        using var response = await product.SubmitAsync(WithCallback(callback));
        return (await response.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64();
    }

    private static string WithCallback(string url) => InvalidBodies.Valid.Insert(1, $"\"callback_url\":\"{url}\",");

    /// <summary>The job's one delivery, when it stands so.</summary>
    private async Task<JsonElement> DeliveryAsync(long job, string state)
    {
        var found = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
            {
                var deliveries = (await api.GetAsync($"jobs/{job}/webhooks")).GetProperty("deliveries");
                if (deliveries.GetArrayLength() > 0) found = deliveries[0];
                return deliveries.GetArrayLength() > 0 && found.GetProperty("state").GetString() == state;
            },
            $"the delivery is {state}",
            seconds: 20);
        return found;
    }
}
