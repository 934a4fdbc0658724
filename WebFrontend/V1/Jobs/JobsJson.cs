using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The bodies about jobs and images.</summary>
[JsonSerializable(typeof(JobListResponse))]
[JsonSerializable(typeof(JobResponse))]
[JsonSerializable(typeof(JobImagesResponse))]
[JsonSerializable(typeof(RepeatedPhotosPageResponse))]
[JsonSerializable(typeof(AcceptedJobResponse))]
[JsonSerializable(typeof(ValidationResponse))]
[JsonSerializable(typeof(RetryRequest))]
[JsonSerializable(typeof(RetryResponse))]
[JsonSerializable(typeof(AmendRequest))]
[JsonSerializable(typeof(AttemptsResponse))]
[JsonSerializable(typeof(DeletedJobResponse))]
internal sealed partial class JobsJson : JsonSerializerContext
{
    public static readonly JobsJson Bodies = new(JsonConventions.NewOptions());
}
