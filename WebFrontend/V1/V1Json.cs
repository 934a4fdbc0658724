using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Failures;
using RetailPulse.WebFrontend.V1.Hosts;
using RetailPulse.WebFrontend.V1.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;
using RetailPulse.WebFrontend.V1.Stores;
using RetailPulse.WebFrontend.V1.Webhooks;

namespace RetailPulse.WebFrontend.V1;

/// <summary>The bodies of API v1.</summary>
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(JobListResponse))]
[JsonSerializable(typeof(JobResponse))]
[JsonSerializable(typeof(JobImagesResponse))]
[JsonSerializable(typeof(RepeatedPhotosPageResponse))]
[JsonSerializable(typeof(FailureListResponse))]
[JsonSerializable(typeof(ProgressEvent))]
[JsonSerializable(typeof(ImageFailedEvent))]
[JsonSerializable(typeof(EndEvent))]
[JsonSerializable(typeof(AcceptedJobResponse))]
[JsonSerializable(typeof(ValidationResponse))]
[JsonSerializable(typeof(RetryRequest))]
[JsonSerializable(typeof(RetryResponse))]
[JsonSerializable(typeof(AmendRequest))]
[JsonSerializable(typeof(StoreResponse))]
[JsonSerializable(typeof(StoreListResponse))]
[JsonSerializable(typeof(StoreVisitsResponse))]
[JsonSerializable(typeof(StoreMasterResponse))]
[JsonSerializable(typeof(JobWebhooksResponse))]
[JsonSerializable(typeof(ResentWebhookResponse))]
[JsonSerializable(typeof(WebhookSecretResponse))]
[JsonSerializable(typeof(HostListResponse))]
internal sealed partial class V1Json : JsonSerializerContext
{
    /// <summary>Members in snake_case. URLs stay readable: these bodies are never part of a page, where <c>&amp;</c> would have to be escaped.</summary>
    public static readonly V1Json Bodies = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // A member that is misspelt would else be one that is missing.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });
}
