using System.Collections.Immutable;

namespace RetailPulse.Visits;

/// <summary>A visit as it was submitted, before any of its images has a result.</summary>
/// <param name="Tenant">Tenant that owns the job.</param>
[GenerateSerializer, Immutable, Alias("new-visit")]
public sealed record NewVisit(
    [property: Id(0)] string StoreId,
    [property: Id(1)] ImmutableArray<string> ImageUrls,
    [property: Id(2)] string Tenant
);
