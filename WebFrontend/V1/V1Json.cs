using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RetailPulse.Web.V1.Jobs;

namespace RetailPulse.Web.V1;

/// <summary>The bodies of API v1.</summary>
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(JobListResponse))]
[JsonSerializable(typeof(JobResponse))]
[JsonSerializable(typeof(JobImagesResponse))]
[JsonSerializable(typeof(AcceptedJobResponse))]
[JsonSerializable(typeof(ValidationResponse))]
internal sealed partial class V1Json : JsonSerializerContext
{
    /// <summary>Members in snake_case. URLs stay readable: these bodies are never part of a page, where <c>&amp;</c> would have to be escaped.</summary>
    public static readonly V1Json Bodies = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
