using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>The bodies about failures.</summary>
[JsonSerializable(typeof(FailureListResponse))]
internal sealed partial class FailuresJson : JsonSerializerContext
{
    public static readonly FailuresJson Bodies = new(JsonConventions.NewOptions());
}
