using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>
/// Receives a submission in parts, before its job exists. <see cref="IJobGrain.SubmitUploadedAsync"/> completes it. Key: the job id.
/// </summary>
[Alias("job-upload"), Version(1)]
public interface IJobUploadGrain : IGrainWithIntegerKey
{
    /// <summary>Begins an upload durably. A second call changes nothing.</summary>
    /// <param name="head">The submission without its visits.</param>
    /// <remarks>Timeout 10 s: one small write, which may wait for that of another upload.</remarks>
    [Alias("begin"), ResponseTimeout(ResponseTimeouts.UploadPart)]
    Task BeginAsync(JobSubmission head);

    /// <summary>
    /// Stores visits durably, numbered from <paramref name="first"/>, and renews the upload for <see cref="UploadLease.Duration"/>. Returns
    /// <see langword="false"/> if the upload was abandoned or was not renewed in time. A repeated part changes nothing.
    /// </summary>
    /// <param name="visits">At most some thousand visits. Empty to only renew the upload.</param>
    /// <remarks>Timeout 10 s: one write of some thousand rows, which may wait for that of another upload.</remarks>
    [Alias("add"), ResponseTimeout(ResponseTimeouts.UploadPart)]
    Task<bool> AddAsync(int first, ImmutableArray<VisitSubmission> visits);

    /// <summary>Abandons an upload. What it has stored is then removed. A complete upload does not change.</summary>
    /// <remarks>Timeout 5 s: one small write.</remarks>
    [Alias("abandon"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task AbandonAsync();
}

/// <summary>How long an upload lasts without a sign of the front end that receives it.</summary>
public static class UploadLease
{
    /// <summary>Time after which an upload that was not renewed is removed: 2 minutes.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(2);

    /// <summary>Time after which a front end renews an upload: 30 s.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);
}

/// <summary>A submission whose visits were all uploaded.</summary>
/// <param name="JobId">Id under which the visits were uploaded.</param>
/// <param name="Tenant">Tenant that owns the job.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Images">Number of images of all visits.</param>
[GenerateSerializer, Immutable, Alias("uploaded-job")]
public sealed record UploadedJob(
    [property: Id(0)] long JobId,
    [property: Id(1)] string Tenant,
    [property: Id(2)] int Visits,
    [property: Id(3)] long Images
);
