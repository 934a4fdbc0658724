using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs;

/// <summary>The stored document of a <see cref="Job"/>.</summary>
/// <remarks>
/// A change of its shape requires a new <see cref="Schema"/> number and a reader for the old one. Schema 1 lacks the properties from
/// <see cref="Retries"/> on, schema 2 those from <see cref="Tenant"/> on, and schema 3 those from <see cref="StartedAt"/> on; missing
/// properties have their defaults.
/// </remarks>
internal sealed class StoredJob
{
    public int Schema { get; set; } = 4;
    public JobStatus Status { get; set; }
    public int Visits { get; set; }
    public long Images { get; set; }
    public DateTimeOffset SubmittedAt { get; set; }
    public bool StoresChecked { get; set; }
    public long Measured { get; set; }
    public long Failed { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public int Retries { get; set; }
    public bool CancelRequested { get; set; }
    public string Tenant { get; set; } = JobSubmission.DefaultTenant;
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? CancelledAt { get; set; }
    public string? CancelledBy { get; set; }

    public static StoredJob From(Job job) =>
        new()
        {
            Status = job.Status,
            Visits = job.Visits,
            Images = job.Images,
            SubmittedAt = job.SubmittedAt,
            StoresChecked = job.StoresChecked,
            Measured = job.Measured,
            Failed = job.Failed,
            EndedAt = job.EndedAt,
            Retries = job.Retries,
            CancelRequested = job.CancelRequested,
            Tenant = job.Tenant,
            StartedAt = job.StartedAt,
            CancelledAt = job.CancelledAt,
            CancelledBy = job.CancelledBy,
        };

    public Job ToJob() =>
        new(
            Status,
            Visits,
            Images,
            SubmittedAt,
            StoresChecked,
            Measured,
            Failed,
            EndedAt,
            Retries,
            CancelRequested,
            Tenant,
            StartedAt,
            CancelledAt,
            CancelledBy
        );
}
