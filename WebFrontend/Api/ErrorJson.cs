using System.Text.Json.Serialization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The bodies of errors.</summary>
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(ProblemResponse))]
internal sealed partial class ErrorJson : JsonSerializerContext
{
    public static readonly ErrorJson Bodies = new(JsonConventions.NewOptions());
}
