using Microsoft.OpenApi;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary>What is sent to a job's callback when it ends.</summary>
internal static class JobEndedWebhook
{
    public const string Description =
        """
        Sent to the `callback_url` of a job when it ends, and when it ends anew behind a retry; signed as Standard Webhooks 1.0 has it. What is not taken
        within 15 s is sent again for about three days. It may come more than once: `webhook-id` tells.
        """;

    public static readonly Field[] Headers =
    [
        Header("webhook-id", "The message's id: the same in every attempt.", "msg_6b1f0c2e9d3a4f5b8c7d6e5f4a3b2c1d"),
        Header("webhook-timestamp", "Seconds since 1970, of this attempt.", "1777887042"),
        Header(
            "webhook-signature",
            "`v1,` and the base64 of HMAC-SHA256 over `webhook-id.webhook-timestamp.body`; behind a space, that of the former secret while it signs as well.",
            "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
    ];

    public static readonly JobEndMessage Example = new(
        "job.failed", Examples.Ended, new EndedJobBody(123, "failed", Examples.Submitted, Examples.Ended, 5, new EndedCountsBody(20, 18, 2, 0)));

    private static Field Header(string name, string description, string example) =>
        new(ParameterLocation.Header, name, description, new() { Type = JsonSchemaType.String, Examples = [example] });
}
