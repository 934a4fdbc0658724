using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>A job to submit.</summary>
/// <remarks>The service reads it while it arrives, without this record, which is its form for the OpenAPI document.</remarks>
/// <param name="Count">Number of visits.</param>
/// <param name="Visits">Visits, at least one.</param>
/// <param name="CallbackUrl">
/// URL that is notified when the job ends. Absolute <c>http</c> or <c>https</c> URL of at most 8,192 characters, without user info, with a
/// host of at most 253 characters.
/// </param>
/// <param name="Label">Name of the job, 1 to 200 characters. It is shown with the job and can be searched for.</param>
/// <param name="Metadata">
/// Up to 16 key-value pairs for your own use. Keys have 1 to 64 characters, without square brackets; values are texts of 1 to 512
/// characters. They are shown with the job and can be searched for.
/// </param>
internal sealed record SubmissionBody(
    [property: Minimum(1)] int Count,
    IReadOnlyList<VisitBody> Visits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CallbackUrl = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Metadata = null
)
{
    public static readonly SubmissionBody Example = new(
        1,
        [
            new(
                "S00339218",
                [new("https://images.example/shelf-front.jpg", "photo-17"), new("https://images.example/shelf-left.jpg", "photo-18")],
                "2026-05-04T09:30:00Z",
                "visit-7"
            ),
        ],
        Label: "Week 19",
        Metadata: new Dictionary<string, string> { ["order"] = "4711" }
    );
}

/// <summary>A visit to a store at one time.</summary>
/// <param name="StoreId">
/// Id of the store, 1 to 200 characters. A store that the store master does not contain makes the job fail, but not its submission.
/// </param>
/// <param name="ImageUrl">Images, at least one. Each is a URL, or an object with a URL and possibly a reference.</param>
/// <param name="VisitTime">
/// Time of the visit, as any text of 1 to 1,000 characters. Searches by date find ISO 8601 dates and times, such as
/// <c>2026-05-04T09:30:00Z</c> or <c>20260504</c>. A time without an offset is in UTC.
/// </param>
/// <param name="Reference">Your identifier of the visit, 1 to 200 characters. It is shown with the visit and its images.</param>
internal sealed record VisitBody(
    string StoreId,
    IReadOnlyList<ImageBody> ImageUrl,
    string VisitTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reference = null
);

/// <summary>An image, as an object or as its URL alone.</summary>
/// <param name="Url">
/// URL of the image: an absolute <c>http</c> or <c>https</c> URL of at most 8,192 characters, without user info.
/// </param>
/// <param name="Reference">Your identifier of the image, 1 to 200 characters. It is shown with the image.</param>
[OrText]
internal sealed record ImageBody(
    string Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reference = null
);
