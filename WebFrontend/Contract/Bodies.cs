using System.Globalization;
using System.Text.Json.Serialization;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Contract;

/// <summary>The id of a submitted job.</summary>
/// <param name="JobId">Id of the job.</param>
internal sealed record SubmitResponse([property: JsonPropertyName("job_id"), Minimum(1)] long JobId);

/// <summary>The status of a job.</summary>
/// <param name="Status">Status of the job.</param>
/// <param name="JobId">Id of the job, as a string.</param>
/// <param name="Error">Failed stores of a failed job, in the order of their first visits.</param>
internal sealed record StatusResponse(
    [property: JsonPropertyName("status"), OneOf(ClosedLists.JobStatus)] string Status,
    [property: JsonPropertyName("job_id")] string JobId,
    [property: JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<StoreErrorResponse>? Error
)
{
    public static StatusResponse From(JobStatusSnapshot job) =>
        new(
            job.Status.Code(),
            job.JobId.ToString(CultureInfo.InvariantCulture),
            job.Status == JobStatus.Failed ? [.. job.Errors.Select(StoreErrorResponse.From)] : null
        );
}

/// <summary>A store with failed visits.</summary>
/// <param name="StoreId">Id of the store, as submitted.</param>
/// <param name="Error">Why a visit of the store failed.</param>
internal sealed record StoreErrorResponse(
    [property: JsonPropertyName("store_id")] string StoreId,
    [property: JsonPropertyName("error")] string Error
)
{
    public static StoreErrorResponse From(StoreError error) =>
        new(
            error.StoreId,
            error.Kind switch
            {
                StoreErrorKind.InvalidStore => "Invalid store_id",
                StoreErrorKind.DownloadFailed => "Download failed",
                _ => "Invalid image",
            }
        );
}

[JsonSerializable(typeof(SubmitResponse))]
[JsonSerializable(typeof(StatusResponse))]
internal sealed partial class ContractJson : JsonSerializerContext;
