using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>A submission: the visits of one job, in the client's order. Never empty.</summary>
/// <param name="Tenant">Tenant that owns the job permanently: 1 to 64 of <c>a</c> to <c>z</c>, <c>0</c> to <c>9</c> and <c>-</c>.</param>
/// <param name="CallbackUrl">
/// URL that is notified when the job ends: absolute <c>http</c> or <c>https</c>, at most 8,192 characters. <see langword="null"/> if none
/// was given.
/// </param>
/// <param name="Label">
/// Name that the client gave the job, of 1 to <see cref="JobSubmission.MaxLabelLength"/> characters; <see langword="null"/> if none was
/// given.
/// </param>
/// <param name="Metadata">Key-value pairs that the client attached to the job; <see langword="null"/> if none were given.</param>
/// <param name="SubmittedBy">Name of the key that submitted the job; <see langword="null"/> if no keys were configured.</param>
[GenerateSerializer, Immutable, Alias("job-submission")]
public sealed record JobSubmission(
    [property: Id(0)] ImmutableArray<VisitSubmission> Visits,
    [property: Id(1)] string Tenant = JobSubmission.DefaultTenant,
    [property: Id(2)] string? CallbackUrl = null,
    [property: Id(3)] string? Label = null,
    [property: Id(4)] JobMetadata? Metadata = null,
    [property: Id(5)] string? SubmittedBy = null
)
{
    /// <summary>The tenant of every job that was submitted without an API key.</summary>
    public const string DefaultTenant = "default";

    /// <summary>Maximum number of characters of a label.</summary>
    public const int MaxLabelLength = 200;

    /// <summary>Maximum number of characters of the reference of a visit or an image.</summary>
    public const int MaxReferenceLength = 200;

    /// <summary>W3C <c>traceparent</c> of the request that submitted the job; <see langword="null"/> if it had none.</summary>
    [Id(10)]
    public string? Traceparent { get; init; }

    /// <summary>Number of images of all visits.</summary>
    public long Images => Visits.Sum(visit => (long)visit.ImageUrls.Count);
}

/// <summary>One store at one time, with its images.</summary>
/// <param name="StoreId">Id of the store, not empty. The store master may not contain it.</param>
/// <param name="VisitTime">
/// Any text of 1 to <see cref="VisitSubmission.MaxTimeLength"/> characters, as the client sent it. Earlier versions had no maximum.
/// </param>
/// <param name="ImageUrls">At least one URL, absolute <c>http</c> or <c>https</c>, at most 8,192 characters.</param>
/// <param name="Reference">
/// Identifier that the client gave the visit, of 1 to <see cref="JobSubmission.MaxReferenceLength"/> characters; <see langword="null"/> if
/// none was given.
/// </param>
[GenerateSerializer, Immutable, Alias("visit-submission")]
public sealed record VisitSubmission(
    [property: Id(0)] string StoreId,
    [property: Id(1)] string VisitTime,
    [property: Id(2)] ImageUrls ImageUrls,
    [property: Id(3)] string? Reference = null
)
{
    /// <summary>Maximum number of characters of a time: 1,000.</summary>
    public const int MaxTimeLength = 1_000;
}
