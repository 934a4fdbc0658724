namespace RetailPulse.Tenants;

/// <summary>Lets the jobs of one tenant in, one after the other, within its quota. Only a tenant that has one is asked. Key: the tenant.</summary>
[Alias("tenant"), Version(1)]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>
    /// Admits a job that is about to be submitted; answers what it exceeds, or <see langword="null"/> when it is admitted. Jobs of the tenant that have
    /// not ended count, those taken up again among them. A second admission of the same job changes nothing.
    /// </summary>
    /// <param name="images">Of the job.</param>
    /// <remarks>5 s, because it reads the ledger.</remarks>
    [Alias("admit"), ResponseTimeout("00:00:05")]
    Task<QuotaExcess?> AdmitAsync(long jobId, long images, TenantQuota quota);
}

/// <summary>How much a tenant may have in hand at once.</summary>
/// <param name="MaxJobs">Jobs that have not ended; <see langword="null"/>: any number.</param>
/// <param name="MaxImages">Images of such jobs, finished ones included; <see langword="null"/>: any number.</param>
[GenerateSerializer, Immutable, Alias("tenant-quota")]
public sealed record TenantQuota([property: Id(0)] long? MaxJobs, [property: Id(1)] long? MaxImages);

/// <summary>A quota that a job does not fit into.</summary>
/// <param name="Limit">Jobs or images.</param>
/// <param name="Use">What the tenant has in hand of them.</param>
/// <param name="Wanted">What the job would add.</param>
[GenerateSerializer, Immutable, Alias("quota-excess")]
public sealed record QuotaExcess([property: Id(0)] QuotaKind Kind, [property: Id(1)] long Limit, [property: Id(2)] long Use, [property: Id(3)] long Wanted);

/// <summary>What a quota counts.</summary>
[GenerateSerializer, Alias("quota-kind")]
public enum QuotaKind
{
    Jobs = 0,
    Images = 1,
}
