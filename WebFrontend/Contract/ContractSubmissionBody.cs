using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Contract;

/// <summary>A job to submit with the contract route, which ignores all other members.</summary>
/// <remarks>The service reads it while it arrives, without this record, which is its form for the OpenAPI document.</remarks>
/// <param name="Count">Number of visits.</param>
/// <param name="Visits">Visits, at least one.</param>
internal sealed record ContractSubmissionBody(
    [property: JsonPropertyName("count"), Minimum(1)] int Count,
    [property: JsonPropertyName("visits")] IReadOnlyList<ContractVisitBody> Visits
)
{
    public static readonly ContractSubmissionBody Example = new(
        1,
        [new("S00339218", ["https://images.example/shelf-front.jpg", "https://images.example/shelf-left.jpg"], "2026-05-04T09:30:00Z")]
    );
}

/// <summary>A visit to a store at one time, for the contract route.</summary>
/// <param name="StoreId">
/// Id of the store, 1 to 200 characters. A store that the store master does not contain makes the job fail, but not its submission.
/// </param>
/// <param name="ImageUrl">
/// URLs of the images, at least one. Each is an absolute <c>http</c> or <c>https</c> URL of at most 8,192 characters, without user info.
/// </param>
/// <param name="VisitTime">
/// Time of the visit, as any text of 1 to 1,000 characters. Searches by date find ISO 8601 dates and times, such as
/// <c>2026-05-04T09:30:00Z</c> or <c>20260504</c>. A time without an offset is in UTC.
/// </param>
internal sealed record ContractVisitBody(
    [property: JsonPropertyName("store_id")] string StoreId,
    [property: JsonPropertyName("image_url")] IReadOnlyList<string> ImageUrl,
    [property: JsonPropertyName("visit_time")] string VisitTime
);
