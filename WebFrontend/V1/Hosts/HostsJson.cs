using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Hosts;

/// <summary>The bodies about image hosts.</summary>
[JsonSerializable(typeof(HostListResponse))]
internal sealed partial class HostsJson : JsonSerializerContext
{
    public static readonly HostsJson Bodies = new(JsonConventions.NewOptions());
}
