using System.Net;
using System.Text.Json;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Callback URLs over real HTTP: which are accepted, and what is reported about them.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private WebhookScene scene = null!;

    private Product Product => scene.Product;

    private Api Api => scene.Api;

    public async ValueTask InitializeAsync() => scene = await WebhookScene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Addresses_that_are_not_public_get_no_webhooks()
    {
        var job = await scene.SubmitAsync("http://127.0.0.1:9/hook");
        var delivery = await scene.DeliveryAsync(job, "failed");
        Assert.Equal(
            ["refused_address", "refused_address", "refused_address"],
            delivery.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("reason").GetString())
        );
        using var response = await Product.SubmitAsync(WebhookScene.Body("http://127.0.0.1:9/hook"), "?validate_only=true");
        Assert.Equal(
            "/callback_url",
            (await response.BodyAsync(HttpStatusCode.OK)).GetProperty("refused_urls")[0].GetProperty("field").GetString()
        );
    }

    [Fact]
    public async Task What_is_opened_for_images_gets_no_webhooks()
    {
        await using var closed = await WebhookScene.StartAsync(
            ("RetailPulse:Webhooks:AllowedNetworks:0", "10.0.0.0/8"),
            ("RetailPulse:Images:AllowedNetworks:0", "127.0.0.1/32")
        );
        await RefusesAsync(closed);
    }

    [Fact]
    public async Task What_a_setting_refuses_gets_no_webhooks_though_it_is_opened()
    {
        await using var closed = await WebhookScene.StartAsync(("RetailPulse:Webhooks:RefusedNetworks:0", "127.0.0.0/30"));
        await RefusesAsync(closed);
    }

    [Theory]
    [InlineData("\"ftp://a.example/\"")]
    [InlineData("\"http://user@a.example/\"")]
    [InlineData("\"hook\"")]
    [InlineData("\"http://a.example/\\u0000\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public async Task An_invalid_callback_url_is_named(string value)
    {
        using var response = await Product.SubmitAsync(InvalidBodies.Valid.Insert(1, $"\"callback_url\":{value},"));
        Assert.Equal(["/callback_url"], await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid_body"));
    }

    [Fact]
    public async Task The_old_route_knows_no_callback_url()
    {
        using var response = await Product.SubmitAsync(WebhookScene.Body("ftp://a.example/"), path: "/api/submit/");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        using var other = await Product.SubmitAsync(WebhookScene.Body(scene.Receiver.Url), path: "/api/submit/");
        Assert.Equal(0, Product.Count("SELECT count(*) FROM jobs WHERE callback_url IS NOT NULL"));
    }

    [Fact]
    public async Task Jobs_without_a_callback_have_no_webhooks_and_unknown_jobs_are_404()
    {
        var job = await Api.SubmitAsync(("S1", ["http://a.example/"]));
        Assert.Equal("""{"deliveries":[]}""", (await Api.GetAsync($"jobs/{job}/webhooks")).GetRawText());
        Assert.Equal(JsonValueKind.Null, (await Api.EndAsync(job)).GetProperty("callback_url").ValueKind);
        Assert.Equal("job_not_found", (await Api.FailAsync(HttpStatusCode.NotFound, "jobs/999/webhooks")).GetProperty("code").GetString());
        var problem = await Api.FailAsync(HttpStatusCode.NotFound, $"jobs/{job}/webhooks/msg_1/resend", HttpMethod.Post);
        Assert.Equal("delivery_not_found", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_rotation_is_refused_while_24_replaced_secrets_sign()
    {
        for (var rotation = 0; rotation < 24; rotation++)
            Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Post, "webhooks/secret/rotate")).Status);
        var before = await Api.GetAsync("webhooks/secret");
        var problem = await Api.FailAsync(HttpStatusCode.Conflict, "webhooks/secret/rotate", HttpMethod.Post);
        Assert.Equal("too_many_rotations", problem.GetProperty("code").GetString());
        Assert.Equal(before.GetRawText(), (await Api.GetAsync("webhooks/secret")).GetRawText());
        Assert.Equal(23, before.GetProperty("earlier_secrets").GetArrayLength());
    }

    /// <summary>Neither an attempt nor a validation lets a webhook reach the receiver.</summary>
    private static async Task RefusesAsync(WebhookScene closed)
    {
        var delivery = await closed.DeliveryAsync(await closed.SubmitAsync(), "failed");
        Assert.All(
            delivery.GetProperty("attempts").EnumerateArray(),
            attempt => Assert.Equal("refused_address", attempt.GetProperty("reason").GetString())
        );
        Assert.Empty(closed.Receiver.Received);
        using var response = await closed.Product.SubmitAsync(WebhookScene.Body(closed.Receiver.Url), "?validate_only=true");
        Assert.Equal(
            "/callback_url",
            (await response.BodyAsync(HttpStatusCode.OK)).GetProperty("refused_urls")[0].GetProperty("field").GetString()
        );
    }
}
