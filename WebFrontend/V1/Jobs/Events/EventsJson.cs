using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>The bodies about events.</summary>
[JsonSerializable(typeof(ProgressEvent))]
[JsonSerializable(typeof(ImageFailedEvent))]
[JsonSerializable(typeof(EndEvent))]
internal sealed partial class EventsJson : JsonSerializerContext
{
    public static readonly EventsJson Bodies = new(JsonConventions.NewOptions());
}
