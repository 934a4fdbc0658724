using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>The bodies about stores.</summary>
[JsonSerializable(typeof(StoreResponse))]
[JsonSerializable(typeof(StoreListResponse))]
[JsonSerializable(typeof(AreaListResponse))]
[JsonSerializable(typeof(StoreVisitsResponse))]
[JsonSerializable(typeof(StoreMasterResponse))]
internal sealed partial class StoresJson : JsonSerializerContext
{
    public static readonly StoresJson Bodies = new(JsonConventions.NewOptions());
}
