using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Operations;

/// <summary>The stored document of a <see cref="JobOperation"/>.</summary>
/// <remarks>Schema 1 lacks <see cref="Moment"/>, which is then <see langword="null"/>.</remarks>
internal sealed class StoredJobOperation
{
    public int Schema { get; set; } = 2;
    public JobOperationKind Kind { get; set; }
    public StoredJobFilter Filter { get; set; } = new();
    public string Tenant { get; set; } = JobSubmission.DefaultTenant;
    public string? By { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public long Before { get; set; }
    public string? Moment { get; set; }
    public long? SelectedJobs { get; set; }
    public long? SelectedImages { get; set; }
    public List<StoredPlannedJob> Plan { get; set; } = [];
    public long Processed { get; set; }
    public long Changed { get; set; }
    public long ChangedImages { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    public static StoredJobOperation From(JobOperation operation) =>
        new()
        {
            Kind = operation.Request.Kind,
            Filter = StoredJobFilter.From(operation.Request.Filter),
            Tenant = operation.Request.Tenant,
            By = operation.Request.By,
            CreatedAt = operation.CreatedAt,
            Before = operation.Before,
            Moment = operation.Moment,
            SelectedJobs = operation.Selected?.Jobs,
            SelectedImages = operation.Selected?.Images,
            Plan = [.. operation.Plan.Select(job => new StoredPlannedJob(job.JobId, job.Images, job.Run))],
            Processed = operation.Processed,
            Changed = operation.Changed,
            ChangedImages = operation.ChangedImages,
            EndedAt = operation.EndedAt,
        };

    public JobOperation ToOperation() =>
        new(
            new JobOperationRequest(Kind, Filter.ToFilter(), Tenant, By),
            CreatedAt,
            Before,
            SelectedJobs is { } jobs ? new JobSelection(jobs, SelectedImages ?? 0) : null,
            Processed,
            Changed,
            ChangedImages,
            EndedAt
        )
        {
            Moment = Moment,
            Plan = [.. Plan.Select(job => new PlannedJob(job.JobId, job.Images, job.Run))],
        };
}

/// <summary>The stored form of a <see cref="PlannedJob"/>.</summary>
internal sealed record StoredPlannedJob(long JobId, long Images, int Run);

/// <summary>The stored form of a <see cref="JobFilter"/>.</summary>
/// <remarks>A filter that loses a property would change jobs that nobody selected. A test compares the properties of both.</remarks>
internal sealed class StoredJobFilter
{
    public JobStatus? Status { get; set; }
    public string? Store { get; set; }
    public DateTimeOffset? SubmittedFrom { get; set; }
    public DateTimeOffset? SubmittedBefore { get; set; }
    public string? Tenant { get; set; }
    public string? Area { get; set; }
    public string? Label { get; set; }
    public Dictionary<string, string>? Metadata { get; set; }
    public DateTimeOffset? EndedFrom { get; set; }
    public DateTimeOffset? EndedBefore { get; set; }
    public ImageReason? Reason { get; set; }
    public string? Host { get; set; }
    public long? MinFailed { get; set; }
    public string? Text { get; set; }
    public List<long>? Ids { get; set; }

    public static StoredJobFilter From(JobFilter filter) =>
        new()
        {
            Status = filter.Status,
            Store = filter.Store,
            SubmittedFrom = filter.SubmittedFrom,
            SubmittedBefore = filter.SubmittedBefore,
            Tenant = filter.Tenant,
            Area = filter.Area,
            Label = filter.Label,
            Metadata = filter.Metadata?.Pairs.ToDictionary(StringComparer.Ordinal),
            EndedFrom = filter.EndedFrom,
            EndedBefore = filter.EndedBefore,
            Reason = filter.Reason,
            Host = filter.Host,
            MinFailed = filter.MinFailed,
            Text = filter.Text,
            Ids = filter.Ids?.Ids.ToList(),
        };

    public JobFilter ToFilter() =>
        new(
            Status,
            Store,
            SubmittedFrom,
            SubmittedBefore,
            Tenant,
            Area,
            Label,
            Metadata is null ? null : JobMetadata.Of(Metadata),
            EndedFrom,
            EndedBefore,
            Reason,
            Host,
            MinFailed,
            Text,
            JobIdSet.Of(Ids ?? [])
        );
}
