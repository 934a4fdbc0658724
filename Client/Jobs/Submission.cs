using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>A job to submit.</summary>
/// <param name="Visits">One or more visits.</param>
/// <param name="CallbackUrl">
/// URL that receives a webhook (<see cref="WebhookSignature"/>) when the job ends; <see langword="null"/> for none.
/// </param>
/// <param name="Label">Name of the job, 1 to 200 characters, by which jobs can be listed; <see langword="null"/> for none.</param>
/// <param name="Metadata">
/// Up to 16 key-value pairs, by which jobs can be listed; <see langword="null"/> for none. Keys have 1 to 64 characters, without square
/// brackets, and values 1 to 512.
/// </param>
public sealed record Submission(
    IReadOnlyList<VisitToMeasure> Visits,
    string? CallbackUrl = null,
    string? Label = null,
    IReadOnlyDictionary<string, string>? Metadata = null
)
{
    /// <summary>The number of visits.</summary>
    public int Count => Visits.Count;
}

/// <summary>A visit to a store at one time.</summary>
/// <param name="StoreId">Id of the store, 1 to 200 characters.</param>
/// <param name="ImageUrl">One or more images. A text is an image without a reference.</param>
/// <param name="VisitTime">
/// Any text that is not empty. A date of ISO 8601, such as <c>2026-05-04T09:30:00Z</c>, can be searched for as one.
/// </param>
/// <param name="Reference">
/// Identifier of the visit, 1 to 200 characters, which is shown with the visit and its images; <see langword="null"/> for none.
/// </param>
public sealed record VisitToMeasure(string StoreId, IReadOnlyList<ImageToMeasure> ImageUrl, string VisitTime, string? Reference = null);

/// <summary>An image of a visit.</summary>
/// <param name="Url">Absolute <c>http</c> or <c>https</c> URL of at most 8,192 characters, without user info.</param>
/// <param name="Reference">
/// Identifier of the image, 1 to 200 characters, which is shown with the image; <see langword="null"/> for none.
/// </param>
[JsonConverter(typeof(ImageToMeasureConverter))]
public sealed record ImageToMeasure(string Url, string? Reference = null)
{
    /// <summary>Returns an image without a reference.</summary>
    public static implicit operator ImageToMeasure(string url) => new(url);
}

/// <summary>Reads and writes an image without a reference as its URL, which services before 1.2.0 of the API understand.</summary>
internal sealed class ImageToMeasureConverter : JsonConverter<ImageToMeasure>
{
    /// <exception cref="JsonException">The value is neither a text nor an object with a URL.</exception>
    public override ImageToMeasure Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new ImageToMeasure(reader.GetString()!);
        using var image = JsonDocument.ParseValue(ref reader);
        if (Find(image.RootElement, "url") is not { } url)
            throw new JsonException("An image must be a text or an object with a URL.");
        return new ImageToMeasure(url, Find(image.RootElement, "reference"));
    }

    public override void Write(Utf8JsonWriter writer, ImageToMeasure value, JsonSerializerOptions options)
    {
        if (value.Reference is null)
        {
            writer.WriteStringValue(value.Url);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("url", value.Url);
        writer.WriteString("reference", value.Reference);
        writer.WriteEndObject();
    }

    private static string? Find(JsonElement image, string name) =>
        image.ValueKind == JsonValueKind.Object && image.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>A job that is on disk.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>. For a repeated submission, the current status of the job.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Images">Number of images.</param>
public sealed record AcceptedJob(
    [property: JsonRequired] long Id,
    [property: JsonRequired] string Status,
    int Visits,
    long Images,
    JobLinks Links
);

/// <summary>The result of validating a submission.</summary>
/// <param name="Valid">Whether it would be accepted. Unknown stores and refused URLs fail the job, not its submission.</param>
/// <param name="Visits">Number of visits. Like all other members, it covers the part of the body that could be read.</param>
/// <param name="Errors">The first 100 invalid fields.</param>
/// <param name="MoreErrors">Whether there are more. Reading stopped there.</param>
/// <param name="UnknownStores">The first 100 stores that the store master does not contain.</param>
/// <param name="RefusedUrls">The first 100 URLs of addresses that images are not fetched from.</param>
/// <param name="UndatedVisits">The first 100 visits whose time is not an ISO 8601 date, so that searches by date do not find them.</param>
/// <param name="PaddedStores">The first 100 store ids that begin or end with spaces or invisible characters.</param>
/// <param name="RepeatedUrls">The first 100 URLs that the submission contains more than once.</param>
public sealed record Validation(
    [property: JsonRequired] bool Valid,
    int Visits,
    long Images,
    [property: JsonRequired] IReadOnlyList<FieldError> Errors,
    bool MoreErrors,
    IReadOnlyList<UnknownStore> UnknownStores,
    int UnknownStoresTotal,
    IReadOnlyList<RefusedUrl> RefusedUrls,
    int RefusedUrlsTotal,
    IReadOnlyList<UndatedVisit> UndatedVisits,
    int UndatedVisitsTotal,
    IReadOnlyList<PaddedStore> PaddedStores,
    int PaddedStoresTotal,
    IReadOnlyList<RepeatedUrl> RepeatedUrls,
    int RepeatedUrlsTotal
);

/// <summary>A store that the store master does not contain.</summary>
/// <param name="Visits">Number of visits of the submission to this store.</param>
public sealed record UnknownStore(string StoreId, int Visits);

/// <summary>A URL of an address that images are not fetched from.</summary>
/// <param name="Field">Points to the URL in the body (RFC 6901).</param>
/// <param name="Line">Number of the visit's first line in an upload, from 1; <see langword="null"/> for any other submission.</param>
public sealed record RefusedUrl(string Field, string Url, long? Line = null);

/// <summary>A visit whose time is not a date.</summary>
/// <param name="Field">Points to the visit's time in the body (RFC 6901).</param>
/// <param name="Line">Number of the visit's first line in an upload, from 1; <see langword="null"/> for any other submission.</param>
public sealed record UndatedVisit(string Field, string VisitTime, long? Line = null);

/// <summary>A store id that begins or ends with spaces or invisible characters.</summary>
/// <param name="Visits">Number of visits of the submission to this store.</param>
public sealed record PaddedStore(string StoreId, int Visits);

/// <summary>A URL that a submission contains more than once.</summary>
/// <param name="Field">Points to the first image of the URL in the body (RFC 6901).</param>
/// <param name="Images">Number of images of the submission with the URL.</param>
/// <param name="Line">Number of the visit's first line in an upload, from 1; <see langword="null"/> for any other submission.</param>
public sealed record RepeatedUrl(string Field, string Url, int Images, long? Line = null);
