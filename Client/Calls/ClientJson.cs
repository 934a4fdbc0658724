using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>All bodies: members in snake_case; what is not known is passed over, for the API may grow.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(PlainError))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(Submission))]
[JsonSerializable(typeof(AcceptedJob))]
[JsonSerializable(typeof(Validation))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(FailedImage))]
[JsonSerializable(typeof(JobEnd))]
[JsonSerializable(typeof(JobSubmitted))]
[JsonSerializable(typeof(JobProgressed))]
[JsonSerializable(typeof(JobEnded))]
[JsonSerializable(typeof(JobRetried))]
[JsonSerializable(typeof(ImageFailed))]
[JsonSerializable(typeof(EventGap))]
[JsonSerializable(typeof(ImagePage))]
[JsonSerializable(typeof(RepeatedPhotoPage))]
[JsonSerializable(typeof(FailureList))]
[JsonSerializable(typeof(Retry))]
[JsonSerializable(typeof(RetriedJob))]
[JsonSerializable(typeof(Amendment))]
[JsonSerializable(typeof(DeletedJob))]
[JsonSerializable(typeof(StorePage))]
[JsonSerializable(typeof(StoreVisitPage))]
[JsonSerializable(typeof(StoreMaster))]
[JsonSerializable(typeof(Measurements))]
[JsonSerializable(typeof(ImageHosts))]
[JsonSerializable(typeof(ClusterState))]
[JsonSerializable(typeof(Throughput))]
[JsonSerializable(typeof(ImageAttempts))]
[JsonSerializable(typeof(WebhookDeliveries))]
[JsonSerializable(typeof(ResentWebhook))]
[JsonSerializable(typeof(WebhookSecret))]
[JsonSerializable(typeof(JobEndMessage))]
[JsonSerializable(typeof(SubmittedJob))]
[JsonSerializable(typeof(JobStanding))]
internal sealed partial class ClientJson : JsonSerializerContext;
