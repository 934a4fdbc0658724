using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Cluster;

/// <summary>The bodies about the cluster.</summary>
[JsonSerializable(typeof(ClusterResponse))]
[JsonSerializable(typeof(ThroughputResponse))]
internal sealed partial class ClusterJson : JsonSerializerContext
{
    public static readonly ClusterJson Bodies = new(JsonConventions.NewOptions());
}
