using System.Collections.Immutable;

namespace RetailPulse.Visits;

/// <summary>One measured image of a visit.</summary>
/// <param name="Image">Its number within its visit, from 0.</param>
/// <param name="Perimeter">In pixels.</param>
[GenerateSerializer, Immutable, Alias("measurement")]
public sealed record Measurement(
    [property: Id(0)] string StoreId, [property: Id(1)] VisitPlace Place, [property: Id(2)] int Image, [property: Id(3)] long Perimeter);

/// <summary>Which measured images are asked for, in order of their stores, then of their visits (those without a date first), then of their numbers.</summary>
/// <param name="Stores">At most 1,000 ids, in order of their code units.</param>
/// <param name="After">The last image before this page; <see langword="null"/>: from the first.</param>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Tenant">Of whose jobs; <see langword="null"/>: of all.</param>
[GenerateSerializer, Immutable, Alias("measurement-query")]
public sealed record MeasurementQuery(
    [property: Id(0)] ImmutableArray<string> Stores,
    [property: Id(1)] VisitPeriod Period,
    [property: Id(2)] Measurement? After,
    [property: Id(3)] int Limit,
    [property: Id(4)] string? Tenant = null);

/// <summary>When visits were. Only one without bounds holds visits whose time is no date.</summary>
/// <param name="From">Included; <see langword="null"/>: no bound.</param>
/// <param name="To">Included; <see langword="null"/>: no bound.</param>
[GenerateSerializer, Immutable, Alias("visit-period")]
public sealed record VisitPeriod([property: Id(0)] DateTimeOffset? From, [property: Id(1)] DateTimeOffset? To);
