using System.Text.Json.Serialization;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>A job to be done.</summary>
/// <remarks>Read by hand as it arrives, never whole; this is its form for the document.</remarks>
/// <param name="Count">The number of visits.</param>
/// <param name="Visits">One or more.</param>
/// <param name="CallbackUrl">Where the end of the job is told: of the kind that images have, with a host of at most 253 characters. Only known to API v1.</param>
internal sealed record SubmissionBody(
    int Count, IReadOnlyList<VisitBody> Visits, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CallbackUrl = null);

/// <summary>A visit to a store at one time.</summary>
/// <param name="StoreId">1 to 200 characters. A store that the store master lacks fails the job, not its submission.</param>
/// <param name="ImageUrl">One or more absolute <c>http</c> or <c>https</c> URLs of at most 8,192 characters, without user info.</param>
/// <param name="VisitTime">Any text that is not empty. A date of ISO 8601, such as <c>2026-05-04T09:30:00Z</c> or <c>20260504</c>, can be searched for as one; without an offset it is UTC.</param>
internal sealed record VisitBody(string StoreId, IReadOnlyList<string> ImageUrl, string VisitTime);

/// <summary>Measured images by store.</summary>
/// <remarks>Written by hand as they are read, never whole; this is its form for the document.</remarks>
/// <param name="Results">By store id.</param>
internal sealed record VisitsBody(IReadOnlyList<StoreResultsBody> Results);

/// <summary>The measured images of one store.</summary>
/// <param name="Area">Its area code.</param>
/// <param name="Data">By date; those without one come first.</param>
internal sealed record StoreResultsBody(string StoreId, string Area, string StoreName, IReadOnlyList<MeasurementBody> Data);

/// <summary>One measured image.</summary>
/// <param name="Date">Of its visit in UTC, such as <c>2026-05-04</c>; <see langword="null"/> when the visit's time is no date.</param>
internal sealed record MeasurementBody(string? Date, long Perimeter);
