using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Visits;

/// <summary>Visits of one store, newest first.</summary>
/// <param name="LastGoodImage">
/// Last measured image of all visits of the store; <see langword="null"/> if no image was ever measured.
/// </param>
[GenerateSerializer, Immutable, Alias("store-timeline")]
public sealed record StoreTimeline([property: Id(0)] ImmutableArray<VisitSummary> Visits, [property: Id(1)] GoodImage? LastGoodImage);

/// <summary>A visit's position in the timeline of its store: by date, then by job, then by number within the job.</summary>
/// <param name="Date">Date in UTC; <see langword="null"/> if the visit's time is not a date.</param>
[GenerateSerializer, Immutable, Alias("visit-place")]
public sealed record VisitPlace([property: Id(0)] DateTimeOffset? Date, [property: Id(1)] long JobId, [property: Id(2)] int Visit);

/// <summary>One visit with the counts of its images.</summary>
/// <param name="VisitTime">Time of the visit, as the client sent it.</param>
/// <param name="Images">Number of images. Those neither measured nor failed have no result yet.</param>
/// <param name="Failures">Number of failed images per reason, greatest first.</param>
/// <param name="Reference">Identifier that the client gave the visit; <see langword="null"/> if none was given.</param>
[GenerateSerializer, Immutable, Alias("visit-summary")]
public sealed record VisitSummary(
    [property: Id(0)] VisitPlace Place,
    [property: Id(1)] string VisitTime,
    [property: Id(2)] int Images,
    [property: Id(3)] int Measured,
    [property: Id(4)] ImmutableArray<ReasonCount> Failures,
    [property: Id(5)] string? Reference = null
);

/// <summary>The number of images that failed for one reason.</summary>
[GenerateSerializer, Immutable, Alias("reason-count")]
public sealed record ReasonCount([property: Id(0)] ImageReason Reason, [property: Id(1)] int Images);

/// <summary>A measured image.</summary>
/// <param name="Image">Number of the image within its visit, from 0.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
[GenerateSerializer, Immutable, Alias("good-image")]
public sealed record GoodImage(
    [property: Id(0)] VisitPlace Place,
    [property: Id(1)] int Image,
    [property: Id(2)] string Url,
    [property: Id(3)] int Width,
    [property: Id(4)] int Height,
    [property: Id(5)] long Perimeter
);
