using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>Measured images by store.</summary>
/// <remarks>The service writes it while it reads the images, without this record, which is its form for the OpenAPI document.</remarks>
/// <param name="Results">Stores, ordered by id.</param>
internal sealed record VisitsBody(IReadOnlyList<StoreResultsBody> Results);

/// <summary>The measured images of one store.</summary>
/// <param name="StoreId">Id of the store.</param>
/// <param name="Area">Area of the store.</param>
/// <param name="StoreName">Name of the store.</param>
/// <param name="Data">Images by date. Those without a date come first.</param>
internal sealed record StoreResultsBody(string StoreId, string Area, string StoreName, IReadOnlyList<MeasurementBody> Data);

/// <summary>One measured image.</summary>
/// <param name="Date">
/// Date of the visit in UTC, such as <c>2026-05-04</c>; <see langword="null"/> if the time of the visit is not a date.
/// </param>
/// <param name="Perimeter">2 × (width + height) in pixels.</param>
internal sealed record MeasurementBody(string? Date, [property: Minimum(4)] long Perimeter);
