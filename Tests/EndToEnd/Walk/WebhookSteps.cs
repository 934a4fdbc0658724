using System.Text;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Webhooks to a real receiver.</summary>
internal sealed class WebhookSteps(Scene scene)
{
    private long job;
    private WebhookSecret secret = null!;

    public IEnumerable<Func<Task>> All =>
        [
            A_receiver_that_no_setting_opens_gets_nothing,
            What_was_refused_is_sent_again,
            It_is_signed_for_its_tenant,
            A_delivery_is_resent_and_signed_with_the_new_secret_too,
        ];

    private RetailPulseClient Client => scene.As(WalkKey.Admin, scene.Last);

    private ReceivedWebhook Newest => scene.Receiver.Received[^1];

    private async Task What_was_refused_is_sent_again()
    {
        var before = scene.Receiver.Received.Count;
        scene.Receiver.Answer = request => request == before + 1 ? (500, "busy") : (204, "");
        job = await SubmitAsync(scene.Receiver.Url);
        var attempts = (await DeliveredAsync()).Attempts;
        Assert.Equal([(500, ""), (204, "")], attempts.Select(attempt => (attempt.HttpStatus ?? 0, attempt.Answer)));
        Assert.Equal([1, 2], attempts.Select(attempt => attempt.Attempt));
    }

    private async Task It_is_signed_for_its_tenant()
    {
        secret = await Client.Webhooks.GetSecretAsync();
        var strange = await scene.As(WalkKey.Stranger).Webhooks.GetSecretAsync();
        Assert.Equal((true, false), (IsSigned(Newest, secret), IsSigned(Newest, strange)));
        Assert.True(StandardVerification.IsSigned(secret.Secret, Newest.Body, Newest.Headers));
    }

    private async Task A_delivery_is_resent_and_signed_with_the_new_secret_too()
    {
        var rotated = await Client.Webhooks.RotateSecretAsync();
        var read = await scene.As(WalkKey.Admin).Webhooks.GetSecretAsync();
        Assert.Equal((rotated.Secret, secret.Secret, rotated.PreviousUntil), (read.Secret, read.PreviousSecret, read.PreviousUntil));
        var (id, before) = ((await DeliveredAsync()).Id, scene.Receiver.Received.Count);
        await Client.Webhooks.ResendAsync(job, id);
        await Eventually.TrueAsync(() => scene.Receiver.Received.Count == before + 1, "the delivery is sent again");
        Assert.Equal((id, true, true), (Newest.Id, IsSigned(Newest, secret), IsSigned(Newest, rotated)));
        Assert.Equal(3, (await DeliveredAsync(attempts: 3)).Attempts.Count);
        await Working.RefusedAsync(() => Client.Webhooks.ResendAsync(job, "msg_none"), 404, "delivery_not_found");
    }

    private async Task A_receiver_that_no_setting_opens_gets_nothing()
    {
        var refused = await SubmitAsync("http://127.0.0.1:9/hook");
        await Eventually.TrueAsync(
            async () => (await Client.Webhooks.ListAsync(refused)) is [{ Attempts: [{ Reason: "refused_address" }, ..] }],
            "the attempt is refused"
        );
    }

    private async Task<long> SubmitAsync(string receiver)
    {
        var accepted = await scene
            .As(WalkKey.Submitter)
            .Jobs.SubmitAsync(Working.Of(("S1", [scene.Photo(60)])) with { CallbackUrl = receiver });
        await Client.EndAsync(accepted.Id, JobStatus.Completed);
        return accepted.Id;
    }

    private async Task<WebhookDelivery> DeliveredAsync(int attempts = 2)
    {
        await Eventually.TrueAsync(
            async () => await Client.Webhooks.ListAsync(job) is [{ State: "delivered" } only] && only.Attempts.Count == attempts,
            "the delivery is recorded"
        );
        return (await Client.Webhooks.ListAsync(job))[0];
    }

    private static bool IsSigned(ReceivedWebhook received, WebhookSecret by) =>
        WebhookSignature.IsValid(
            by.Secret,
            received.Id,
            received.Headers[WebhookSignature.TimestampHeader],
            received.Headers[WebhookSignature.SignatureHeader],
            Encoding.UTF8.GetBytes(received.Body)
        );
}
