using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary>The bodies about webhooks.</summary>
[JsonSerializable(typeof(JobWebhooksResponse))]
[JsonSerializable(typeof(ResentWebhookResponse))]
[JsonSerializable(typeof(WebhookSecretResponse))]
internal sealed partial class WebhooksJson : JsonSerializerContext
{
    public static readonly WebhooksJson Bodies = new(JsonConventions.NewOptions());
}
