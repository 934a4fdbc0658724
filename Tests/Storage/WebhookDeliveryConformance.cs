using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Images;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests what real receivers get over real HTTP, on every database.</summary>
public abstract class WebhookDeliveryConformance : IAsyncLifetime
{
    private WebhookScene scene = null!;

    private WebhookReceiver Receiver => scene.Receiver;

    private Api Api => scene.Api;

    public async ValueTask InitializeAsync() => scene = await WebhookScene.StartAsync([.. await ChooseDatabaseAsync()]);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await scene.DisposeAsync();
    }

    /// <summary>The settings that name it.</summary>
    internal abstract Task<IReadOnlyList<(string Key, string Value)>> ChooseDatabaseAsync();

    [Fact]
    public async Task The_end_of_a_job_is_sent_at_once_and_signed()
    {
        // Time never passes for the sender, so that it looks for due deliveries only when it is signaled.
        await using var scene = await WebhookScene.StartAsync(
            services => services.AddSingleton(new WebhookSignal(new FakeTimeProvider())),
            [.. await ChooseDatabaseAsync()]
        );
        var (api, receiver) = (scene.Api, scene.Receiver);
        var job = await scene.SubmitAsync();
        var told = await api.EndAsync(job);
        await Eventually.TrueAsync(() => receiver.Received.Count == 1, "the end is told");
        Assert.Equal(receiver.Url, told.GetProperty("callback_url").GetString());

        var received = receiver.Received[0];
        Assert.True(
            StandardVerification.IsSigned(
                (await api.GetAsync("webhooks/secret")).GetProperty("secret").GetString()!,
                received.Body,
                received.Headers
            )
        );
        var body = JsonDocument.Parse(received.Body).RootElement;
        Assert.Equal(
            ("job.completed", job),
            (body.GetProperty("type").GetString(), body.GetProperty("data").GetProperty("job_id").GetInt64())
        );
        var delivery = await scene.DeliveryAsync(job, "delivered");
        Assert.Equal(received.Id, delivery.GetProperty("id").GetString());
        Assert.Equal(204, delivery.GetProperty("attempts")[0].GetProperty("http_status").GetInt32());
    }

    [Fact]
    public async Task What_is_refused_first_is_sent_again_the_same_and_every_status_is_kept()
    {
        Receiver.Answer = request =>
            request switch
            {
                1 => (500, new string('x', 5_000)),
                2 => (302, ""),
                _ => (200, "ok"),
            };
        var job = await scene.SubmitAsync();
        var delivery = await scene.DeliveryAsync(job, "delivered");
        Assert.Equal(
            [500, 302, 200],
            delivery.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("http_status").GetInt32())
        );

        // The receiver is in a network that a setting opens: the tenant reads nothing of what it says.
        Assert.Equal(
            ["", "", ""],
            delivery.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("answer").GetString())
        );
        Assert.Equal(3, Receiver.Received.Count);
        Assert.Single(Receiver.Received.Select(request => (request.Path, request.Id, request.Body)).Distinct());
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_left_alone_until_a_resend()
    {
        Receiver.Answer = _ => (410, "");
        var job = await scene.SubmitAsync();
        var id = (await scene.DeliveryAsync(job, "failed")).GetProperty("id").GetString();
        Assert.Single(Receiver.Received);

        Receiver.Answer = _ => (204, "");
        Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(HttpMethod.Post, $"jobs/{job}/webhooks/{id}/resend")).Status);
        await scene.DeliveryAsync(job, "delivered");
        Assert.Equal([id, id], Receiver.Received.Select(request => request.Id));
    }

    [Fact]
    public async Task After_a_rotation_either_secret_verifies()
    {
        var before = (await Api.GetAsync("webhooks/secret")).GetProperty("secret").GetString()!;
        var (status, rotated) = await Api.SendAsync(HttpMethod.Post, "webhooks/secret/rotate");
        Assert.Equal((HttpStatusCode.OK, before), (status, rotated.GetProperty("previous_secret").GetString()));
        await scene.DeliveryAsync(await scene.SubmitAsync(), "delivered");
        var received = Receiver.Received[0];
        Assert.True(StandardVerification.IsSigned(before, received.Body, received.Headers));
        Assert.True(StandardVerification.IsSigned(rotated.GetProperty("secret").GetString()!, received.Body, received.Headers));
    }

    [Fact]
    public async Task Those_who_rotate_the_secret_at_once_get_one_after_the_other()
    {
        var first = (await Api.GetAsync("webhooks/secret")).GetProperty("secret").GetString()!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Api.SendAsync(HttpMethod.Post, "webhooks/secret/rotate")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var pairs = answers.Select(answer => Pair(answer.Body)).Distinct().ToDictionary(pair => pair.Previous!, pair => pair.Secret);
        var secret = first;
        for (var rotated = 0; rotated < pairs.Count; rotated++)
            secret = pairs[secret];

        var last = Pair(await Api.GetAsync("webhooks/secret"));
        Assert.Equal((secret, secret), (last.Secret, pairs[last.Previous!]));
        await scene.DeliveryAsync(await scene.SubmitAsync(), "delivered");
        var received = Receiver.Received[0];
        Assert.True(StandardVerification.IsSigned(last.Secret, received.Body, received.Headers));
        Assert.True(StandardVerification.IsSigned(last.Previous!, received.Body, received.Headers));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_receiver_that_asks_for_time_gets_it(int status)
    {
        Receiver.RetryAfter = "1";
        Receiver.Answer = request => (request == 1 ? status : 204, "");
        var attempts = (await scene.DeliveryAsync(await scene.SubmitAsync(), "delivered")).GetProperty("attempts");
        Assert.Equal([status, 204], attempts.EnumerateArray().Select(attempt => attempt.GetProperty("http_status").GetInt32()));
        Assert.InRange((attempts[1].GetProperty("at").GetDateTime() - attempts[0].GetProperty("at").GetDateTime()).TotalSeconds, 1, 20);
    }

    [Fact]
    public async Task A_retried_job_is_reported_twice()
    {
        scene.Product.Fetcher.Answer = (_, call) => call == 1 ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var job = await scene.SubmitAsync();
        var failed = await scene.DeliveryAsync(job, "delivered");
        await scene.Product.Client.Jobs.RetryAsync(job);
        var healed = await scene.DeliveryAsync(job, "delivered", count: 2);
        Assert.Equal(("job.failed", "job.completed"), (Text(failed, "type"), Text(healed, "type")));
        Assert.Equal([Text(failed, "id"), Text(healed, "id")], Receiver.Received.Select(request => request.Id));
        Assert.NotEqual(Text(failed, "id"), Text(healed, "id"));
        Assert.Equal(
            [("failed", 0), ("completed", 1)],
            Receiver
                .Received.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("data"))
                .Select(told => (Text(told, "status"), told.GetProperty("counts").GetProperty("measured").GetInt32()))
        );
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_no_other()
    {
        Receiver.Gate = new TaskCompletionSource().Task;
        for (var hanging = 0; hanging < 3 * WebhookPermits.MaxPerReceiver; hanging++)
            await Api.EndAsync(await scene.SubmitAsync());
        await Eventually.TrueAsync(
            () => Receiver.Received.Count == WebhookPermits.MaxPerReceiver,
            "the places of the one that hangs are taken"
        );

        // Those hang for a minute.
        await scene.DeliveryAsync(await scene.SubmitAsync(scene.Other.Url), "delivered");
        Assert.Single(scene.Other.Received);
        Assert.Equal(WebhookPermits.MaxPerReceiver, Receiver.Received.Count);
    }

    private static (string Secret, string? Previous) Pair(JsonElement body) =>
        (body.GetProperty("secret").GetString()!, body.GetProperty("previous_secret").GetString());

    private static string Text(JsonElement body, string name) => body.GetProperty(name).GetString()!;
}
