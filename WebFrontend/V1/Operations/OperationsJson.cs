using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Operations;

/// <summary>The bodies about operations.</summary>
[JsonSerializable(typeof(JobOperationResponse))]
[JsonSerializable(typeof(JobSelectionResponse))]
[JsonSerializable(typeof(NoMembersRequest))]
internal sealed partial class OperationsJson : JsonSerializerContext
{
    public static readonly OperationsJson Bodies = new(JsonConventions.NewOptions());
}
