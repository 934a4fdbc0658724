using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>What a client asked for: the visits of one job, in the client's order. Never empty.</summary>
/// <param name="CallbackUrl">Where the job's end is told: an absolute <c>http</c> or <c>https</c> URL of at most 2,048 characters; <see langword="null"/>: nowhere.</param>
[GenerateSerializer, Immutable, Alias("job-submission")]
public sealed record JobSubmission([property: Id(0)] ImmutableArray<VisitSubmission> Visits, [property: Id(1)] string? CallbackUrl = null);

/// <summary>One store at one time, with its images.</summary>
/// <param name="StoreId">Not empty; known to the store master or not.</param>
/// <param name="VisitTime">Any non-empty text, as the client sent it.</param>
/// <param name="ImageUrls">At least one absolute <c>http</c> or <c>https</c> URL of at most 2,048 characters.</param>
[GenerateSerializer, Immutable, Alias("visit-submission")]
public sealed record VisitSubmission(
    [property: Id(0)] string StoreId,
    [property: Id(1)] string VisitTime,
    [property: Id(2)] ImageUrls ImageUrls);
