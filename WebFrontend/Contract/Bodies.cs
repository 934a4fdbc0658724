using System.Globalization;
using System.Text.Json.Serialization;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Contract;

internal sealed record SubmitResponse([property: JsonPropertyName("job_id")] long JobId);

internal sealed record ErrorResponse([property: JsonPropertyName("error")] string Error)
{
    public static readonly ErrorResponse InvalidRequest = new("Invalid request data");
    public static readonly ErrorResponse UnknownJob = new("Job ID not found");
    public static readonly ErrorResponse InvalidKey = new("Idempotency-Key must be 1 to 255 visible ASCII characters");
    public static readonly ErrorResponse KeyConflict = new("Idempotency-Key was already used with another request");
    public static readonly ErrorResponse TooLarge = new("Request body is too large");
    public static readonly ErrorResponse WrongContentType = new("Content-Type must be application/json");
    public static readonly ErrorResponse TooSlow = new("Request body arrived too slowly");
    public static readonly ErrorResponse Unavailable = new("Service is unavailable, try again");
    public static readonly ErrorResponse CrossSite = new("Web pages of other sites may not change anything");
    public static readonly ErrorResponse OtherMachine = new("Without API keys, the dashboard answers its own machine only, and through no proxy");
    public static readonly ErrorResponse Misdirected = new("Service does not answer to this host name");

    /// <summary>The error of a status that has no other explanation.</summary>
    public static ErrorResponse Of(int status) => status switch
    {
        StatusCodes.Status403Forbidden => new("Forbidden"),
        StatusCodes.Status404NotFound => new("Nothing is served at this path"),
        StatusCodes.Status405MethodNotAllowed => new("Method is not allowed; the header Allow lists the methods of this path"),
        StatusCodes.Status408RequestTimeout => TooSlow,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => WrongContentType,
        StatusCodes.Status500InternalServerError => new("Internal error"),
        StatusCodes.Status503ServiceUnavailable => Unavailable,
        _ => new("Bad request"),
    };
}

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
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(StatusResponse))]
internal sealed partial class BodiesContext : JsonSerializerContext;
