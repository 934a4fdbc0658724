using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>Lists jobs as the ledger has them, which learns of a job's end a moment after its grain. Any silo does. Key: 0.</summary>
[Alias("job-list"), Version(1)]
public interface IJobListGrain : IGrainWithIntegerKey
{
    /// <summary>The newest <paramref name="limit"/> (1 to 1,001) of the jobs that <paramref name="filter"/> lets through and whose ids are below <paramref name="before"/>.</summary>
    /// <remarks>5 s, because it reads the ledger.</remarks>
    [Alias("read"), ResponseTimeout("00:00:05")]
    Task<ImmutableArray<JobEntry>> ReadAsync(JobFilter filter, long before, int limit);
}

/// <summary>Which jobs to list; what is <see langword="null"/> lets every job through.</summary>
/// <param name="Store">A job has a visit of this store.</param>
/// <param name="SubmittedFrom">Submitted at that instant or later.</param>
/// <param name="SubmittedBefore">Submitted before that instant.</param>
/// <param name="Tenant">Whose jobs.</param>
/// <param name="Area">A job has a visit of a store which the store master in force has in this area.</param>
[GenerateSerializer, Immutable, Alias("job-filter")]
public sealed record JobFilter(
    [property: Id(0)] JobStatus? Status = null,
    [property: Id(1)] string? Store = null,
    [property: Id(2)] DateTimeOffset? SubmittedFrom = null,
    [property: Id(3)] DateTimeOffset? SubmittedBefore = null,
    [property: Id(4)] string? Tenant = null,
    [property: Id(5)] string? Area = null);

/// <summary>A job's row in the list.</summary>
[GenerateSerializer, Immutable, Alias("job-entry")]
public sealed record JobEntry(
    [property: Id(0)] long JobId,
    [property: Id(1)] JobStatus Status,
    [property: Id(2)] DateTimeOffset SubmittedAt,
    [property: Id(3)] DateTimeOffset? EndedAt,
    [property: Id(4)] int Visits,
    [property: Id(5)] long Images);
