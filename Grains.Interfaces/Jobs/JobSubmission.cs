using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>A submission: the visits of one job, in the client's order. Never empty.</summary>
/// <param name="Tenant">Tenant that owns the job permanently: 1 to 64 of <c>a</c> to <c>z</c>, <c>0</c> to <c>9</c> and <c>-</c>.</param>
/// <param name="CallbackUrl">
/// URL that is notified when the job ends: absolute <c>http</c> or <c>https</c>, at most 8,192 characters. <see langword="null"/> if none
/// was given.
/// </param>
[GenerateSerializer, Immutable, Alias("job-submission")]
public sealed record JobSubmission(
    [property: Id(0)] ImmutableArray<VisitSubmission> Visits,
    [property: Id(1)] string Tenant = JobSubmission.DefaultTenant,
    [property: Id(2)] string? CallbackUrl = null
)
{
    /// <summary>The tenant of every job that was submitted without an API key.</summary>
    public const string DefaultTenant = "default";

    /// <summary>Number of images of all visits.</summary>
    public long Images => Visits.Sum(visit => (long)visit.ImageUrls.Count);
}

/// <summary>One store at one time, with its images.</summary>
/// <param name="StoreId">Id of the store, not empty. The store master may not contain it.</param>
/// <param name="VisitTime">Any non-empty text, as the client sent it.</param>
/// <param name="ImageUrls">At least one URL, absolute <c>http</c> or <c>https</c>, at most 8,192 characters.</param>
[GenerateSerializer, Immutable, Alias("visit-submission")]
public sealed record VisitSubmission(
    [property: Id(0)] string StoreId,
    [property: Id(1)] string VisitTime,
    [property: Id(2)] ImageUrls ImageUrls
);
