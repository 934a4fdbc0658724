using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>The bodies of the events of a tenant.</summary>
[JsonSerializable(typeof(JobSubmittedEvent))]
[JsonSerializable(typeof(JobProgressEvent))]
[JsonSerializable(typeof(JobEndedEvent))]
[JsonSerializable(typeof(JobRetriedEvent))]
[JsonSerializable(typeof(FailedImageEvent))]
[JsonSerializable(typeof(GapEvent))]
internal sealed partial class TenantEventsJson : JsonSerializerContext
{
    public static readonly TenantEventsJson Bodies = new(JsonConventions.NewOptions());
}
