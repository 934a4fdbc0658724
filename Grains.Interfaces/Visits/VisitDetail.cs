using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Visits;

/// <summary>One visit, with the results of its images so far.</summary>
[GenerateSerializer, Immutable, Alias("visit-detail")]
public sealed record VisitDetail([property: Id(0)] int Visit, [property: Id(1)] string StoreId, [property: Id(2)] ImmutableArray<ImageDetail> Images);

/// <summary>One image of a visit.</summary>
/// <param name="Outcome">Result of the image; <see langword="null"/> while it has none.</param>
[GenerateSerializer, Immutable, Alias("image-detail")]
public sealed record ImageDetail([property: Id(0)] string Url, [property: Id(1)] ImageOutcome? Outcome);
