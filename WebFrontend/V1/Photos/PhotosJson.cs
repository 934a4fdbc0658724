using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Photos;

/// <summary>The bodies about images of all jobs.</summary>
[JsonSerializable(typeof(PhotoListResponse))]
internal sealed partial class PhotosJson : JsonSerializerContext
{
    public static readonly PhotosJson Bodies = new(JsonConventions.NewOptions());
}
