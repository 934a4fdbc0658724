using Microsoft.OpenApi;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary>The description of the webhook that is sent when a job ends.</summary>
internal static class JobEndedWebhook
{
    public static readonly WebhookText Description = new(
        "jobEnded",
        Tags.Webhooks,
        "A job has ended",
        """
        Sent to the `callback_url` of a job when it ends, and again when it ends after a retry. The signature follows Standard Webhooks 1.0. A message that
        the receiver does not accept within 15 s is retried for about three days. A message may arrive more than once, with the same `webhook-id`.
        """,
        "The same bytes in every attempt.",
        new JobEndMessage(
            "job.failed",
            Examples.Ended,
            new EndedJobBody(
                123,
                "failed",
                Examples.Submitted,
                Examples.Ended,
                5,
                new EndedCountsBody(20, 18, 2, 0),
                Examples.Label,
                Examples.Metadata
            )
        )
    )
    {
        Headers =
        [
            Header("webhook-id", "Id of the message, the same in every attempt.", "msg_6b1f0c2e9d3a4f5b8c7d6e5f4a3b2c1d"),
            Header("webhook-timestamp", "Time of this attempt, in seconds since 1970-01-01 UTC.", "1777887042"),
            Header(
                "webhook-signature",
                "`v1,` and the base64 of the HMAC-SHA256 of `webhook-id.webhook-timestamp.body`. If replaced secrets still sign, their signatures follow, each after a space.",
                "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="
            ),
        ],
        Answers =
        [
            ("2XX", "Accepted. The message is not sent again, unless it is resent on request."),
            ("410", "Rejected. The delivery fails and is not retried."),
            ("default", "Not accepted. The message is sent again, after `Retry-After` if it is given."),
        ],
    };

    private static Field Header(string name, string description, string example) =>
        new(ParameterLocation.Header, name, description, new() { Type = JsonSchemaType.String, Examples = [example] });
}
