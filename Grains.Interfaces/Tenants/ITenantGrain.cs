namespace RetailPulse.Tenants;

/// <summary>
/// Admits the jobs of one tenant, one at a time, within its quota, and counts what it has in progress. Key: the tenant.
/// </summary>
[Alias("tenant"), Version(1)]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>
    /// Admits a job that is about to be submitted and returns <see langword="null"/>, or returns the quota that the job exceeds. A second
    /// admission of the same job changes nothing.
    /// </summary>
    /// <remarks>
    /// The quota covers all of the tenant's jobs that have not ended, including jobs that were retried. Timeout 5 s, because it reads the
    /// ledger.
    /// </remarks>
    /// <param name="images">Number of images of the job.</param>
    [Alias("admit"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<QuotaExcess?> AdmitAsync(long jobId, long images, TenantQuota quota);

    /// <summary>Returns what the tenant has in progress. Timeout 5 s, because it reads the ledger.</summary>
    [Alias("use"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<QuotaUse> ReadUseAsync();
}

/// <summary>The limits on a tenant's unfinished jobs.</summary>
/// <param name="MaxJobs">Maximum number of jobs that have not ended; <see langword="null"/> for no limit.</param>
/// <param name="MaxImages">Maximum number of images of these jobs, including finished images; <see langword="null"/> for no limit.</param>
[GenerateSerializer, Immutable, Alias("tenant-quota")]
public sealed record TenantQuota([property: Id(0)] long? MaxJobs, [property: Id(1)] long? MaxImages);

/// <summary>What a tenant has in progress, as a quota counts it.</summary>
/// <param name="Jobs">Number of jobs that have not ended.</param>
/// <param name="Images">Number of images of these jobs, including finished images.</param>
[GenerateSerializer, Immutable, Alias("quota-use")]
public sealed record QuotaUse([property: Id(0)] long Jobs, [property: Id(1)] long Images);

/// <summary>A quota that a job exceeds.</summary>
/// <param name="Limit">Maximum number of jobs or images.</param>
/// <param name="Use">Number of jobs or images that the tenant has in progress.</param>
/// <param name="Wanted">Number of jobs or images that the job would add.</param>
[GenerateSerializer, Immutable, Alias("quota-excess")]
public sealed record QuotaExcess(
    [property: Id(0)] QuotaKind Kind,
    [property: Id(1)] long Limit,
    [property: Id(2)] long Use,
    [property: Id(3)] long Wanted
);

/// <summary>The unit that a quota counts.</summary>
[GenerateSerializer, Alias("quota-kind")]
public enum QuotaKind
{
    Jobs = 0,
    Images = 1,
}
