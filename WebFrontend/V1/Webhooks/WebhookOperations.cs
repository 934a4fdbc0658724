using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary>The descriptions of operations on webhooks and their secrets.</summary>
internal static class WebhookOperations
{
    private const string Delivery = "msg_6b1f0c2e9d3a4f5b8c7d6e5f4a3b2c1d";

    private static readonly JobWebhooksResponse Deliveries = new([
        new(
            Delivery,
            "job.completed",
            Examples.Ended,
            "https://receiver.example/hook",
            "delivered",
            null,
            [new(1, Examples.Ended, 204, null, 38, "")]
        ),
    ]);

    private static readonly WebhookSecretResponse Secret = new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=", null, null, []);

    public static readonly Operation List = new(
        "listWebhooks",
        Tags.Webhooks,
        "List the webhooks of a job",
        "Returns all deliveries with their attempts and the receiver's responses, oldest first."
    )
    {
        Fields = [Field.JobId],
        Answers = [new(200, "The deliveries.", Content.Json(Deliveries))],
        Problems = [Examples.UnknownParameter, Problem.JobNotFound, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation Resend = new(
        "resendWebhook",
        Tags.Webhooks,
        "Resend a webhook",
        "Sends a delivery again at once, with the same id, and restarts its schedule."
    )
    {
        Fields = [Field.JobId, Field.PathText("delivery", "Id of the delivery.", Delivery)],
        Answers = [new(202, "The delivery is being sent.", Content.Json(new ResentWebhookResponse(Delivery)))],
        Problems = [Examples.UnknownParameter, Problem.JobNotFound, Problem.DeliveryNotFound, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation GetSecret = new(
        "getWebhookSecret",
        Tags.Webhooks,
        "Get the webhook secret",
        "Returns the secrets that sign the webhooks of the tenant."
    )
    {
        Answers = [new(200, "The secrets.", Content.Json(Secret))],
        Problems = [Examples.UnknownParameter, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation RotateSecret = new(
        "rotateWebhookSecret",
        Tags.Webhooks,
        "Rotate the webhook secret",
        "Replaces the secret. The replaced secret also signs for 24 hours, even if the secret is rotated again."
    )
    {
        Answers =
        [
            new(
                200,
                "The new secret.",
                Content.Json(
                    Secret with
                    {
                        PreviousSecret = "whsec_Zm9ybWVyc2VjcmV0Zm9ybWVyc2VjcmV0Zm9ybWVyMTI=",
                        PreviousUntil = Examples.Ended,
                    }
                )
            ),
        ],
        Problems = [Examples.UnknownParameter, Problem.TooManyRotations, Examples.InternalError, Problem.Unavailable],
    };
}
