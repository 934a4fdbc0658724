using System.Collections.Immutable;

namespace RetailPulse.Visits;

/// <summary>One measured image of a visit.</summary>
/// <param name="Image">Number of the image within its visit, from 0.</param>
/// <param name="Perimeter">Perimeter in pixels.</param>
[GenerateSerializer, Immutable, Alias("measurement")]
public sealed record Measurement(
    [property: Id(0)] string StoreId,
    [property: Id(1)] VisitPlace Place,
    [property: Id(2)] int Image,
    [property: Id(3)] long Perimeter
);

/// <summary>
/// A query for measured images. The result is ordered by store, then by visit (visits without a date first), then by image number.
/// </summary>
/// <param name="Stores">At most 1,000 store ids, in ordinal order.</param>
/// <param name="After">Last image of the previous page; <see langword="null"/> for the first page.</param>
/// <param name="Limit">Maximum number of images, 1 to 1,000.</param>
/// <param name="Tenant">Tenant whose jobs are included; <see langword="null"/> for all tenants.</param>
[GenerateSerializer, Immutable, Alias("measurement-query")]
public sealed record MeasurementQuery(
    [property: Id(0)] ImmutableArray<string> Stores,
    [property: Id(1)] VisitPeriod Period,
    [property: Id(2)] Measurement? After,
    [property: Id(3)] int Limit,
    [property: Id(4)] string? Tenant = null
);

/// <summary>A period of visit dates. Visits whose time is not a date match only a period without bounds.</summary>
/// <param name="From">Earliest date, inclusive; <see langword="null"/> for no bound.</param>
/// <param name="To">Latest date, inclusive; <see langword="null"/> for no bound.</param>
[GenerateSerializer, Immutable, Alias("visit-period")]
public sealed record VisitPeriod([property: Id(0)] DateTimeOffset? From, [property: Id(1)] DateTimeOffset? To);
