using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary>What became of callbacks, and what they are signed with.</summary>
internal static class WebhookOperations
{
    private const string Delivery = "msg_6b1f0c2e9d3a4f5b8c7d6e5f4a3b2c1d";

    private static readonly JobWebhooksResponse Deliveries = new(
    [
        new(Delivery, "job.completed", Examples.Ended, "https://receiver.example/hook", "delivered", null, [new(1, Examples.Ended, 204, null, 38, "")]),
    ]);

    private static readonly WebhookSecretResponse Secret = new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=", null, null, []);

    public static readonly Operation[] All =
    [
        new("GET", "/api/v1/jobs/{id}/webhooks", "listWebhooks", Tags.Webhooks, "What was told of a job's end", "Every delivery with every attempt and its answer, oldest first.")
        {
            Fields = [Field.JobId],
            Answers = [new(200, "The deliveries.", Content.Json(Deliveries))],
            Problems = [Examples.QueryOfNothing, Problem.JobNotFound, Examples.InternalError, Problem.Unavailable],
        },
        new("POST", "/api/v1/jobs/{id}/webhooks/{delivery}/resend", "resendWebhook", Tags.Webhooks, "Send a delivery again", "At once, under the id that it has.")
        {
            Fields = [Field.JobId, Field.PathText("delivery", "The delivery's id.", Delivery)],
            Answers = [new(202, "It is on its way.", Content.Json(new ResentWebhookResponse(Delivery)))],
            Problems = [Problem.JobNotFound, Problem.DeliveryNotFound, Examples.InternalError, Problem.Unavailable],
        },
        new("GET", "/api/v1/webhooks/secret", "getWebhookSecret", Tags.Webhooks, "What webhooks are signed with", "The tenant's own.")
        {
            Answers = [new(200, "The secret.", Content.Json(Secret))],
            Problems = [Examples.InternalError, Problem.Unavailable],
        },
        new("POST", "/api/v1/webhooks/secret/rotate", "rotateWebhookSecret", Tags.Webhooks, "Change the secret", "The replaced secret signs as well for 24 hours, however often the secret is changed in that time.")
        {
            Answers = [new(200, "The new secret.", Content.Json(Secret with { PreviousSecret = "whsec_Zm9ybWVyc2VjcmV0Zm9ybWVyc2VjcmV0Zm9ybWVyMTI=", PreviousUntil = Examples.Ended }))],
            Problems = [Problem.TooManyRotations, Examples.InternalError, Problem.Unavailable],
        },
    ];
}
