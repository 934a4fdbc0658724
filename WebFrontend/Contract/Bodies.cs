using System.Globalization;
using System.Text.Json.Serialization;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Contract;

internal sealed record SubmitResponse([property: JsonPropertyName("job_id")] long JobId);

/// <summary>How a job stands. Here its id is a string.</summary>
internal sealed record StatusResponse(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("job_id")] string JobId,
    [property: JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<StoreErrorResponse>? Error)
{
    public static StatusResponse From(JobStatusSnapshot job) => new(
        job.Status.Code(),
        job.JobId.ToString(CultureInfo.InvariantCulture),
        job.Status == JobStatus.Failed ? [.. job.Errors.Select(StoreErrorResponse.From)] : null);
}

internal sealed record StoreErrorResponse([property: JsonPropertyName("store_id")] string StoreId, [property: JsonPropertyName("error")] string Error)
{
    public static StoreErrorResponse From(StoreError error) => new(
        error.StoreId,
        error.Kind switch
        {
            StoreErrorKind.InvalidStore => "Invalid store_id",
            StoreErrorKind.DownloadFailed => "Download failed",
            _ => "Invalid image",
        });
}

[JsonSerializable(typeof(SubmitResponse))]
[JsonSerializable(typeof(StatusResponse))]
internal sealed partial class ContractJson : JsonSerializerContext;
