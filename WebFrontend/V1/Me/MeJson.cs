using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Me;

/// <summary>The bodies about the caller.</summary>
[JsonSerializable(typeof(MeResponse))]
internal sealed partial class MeJson : JsonSerializerContext
{
    public static readonly MeJson Bodies = new(JsonConventions.NewOptions());
}
