using System.Collections.Immutable;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Operations;

/// <summary>The state of an operation, which its grain decides on. Every transition is idempotent.</summary>
/// <param name="Request">What was requested.</param>
/// <param name="Before">Id above all jobs that are still to be processed.</param>
/// <param name="Selected">Jobs and images that matched at the start; <see langword="null"/> until they are counted.</param>
internal sealed record JobOperation(
    JobOperationRequest Request,
    DateTimeOffset CreatedAt,
    long Before,
    JobSelection? Selected = null,
    long Processed = 0,
    long Changed = 0,
    long ChangedImages = 0,
    DateTimeOffset? EndedAt = null
)
{
    /// <summary>
    /// Moment of the ledger at which the operation began. Jobs that changed after it did not match then, or were changed by somebody else.
    /// <see langword="null"/> for an operation of an earlier version.
    /// </summary>
    public string? Moment { get; init; }

    /// <summary>
    /// Jobs that are being processed. They are stored before the first of them changes, so that a repetition after a crash changes no job
    /// twice.
    /// </summary>
    public ImmutableArray<PlannedJob> Plan { get; init; } = [];

    public bool Ended => EndedAt is not null;

    public JobOperationProgress Progress =>
        new(Request.Kind, Request.Tenant, CreatedAt, EndedAt, Selected, Processed, Changed, ChangedImages);

    /// <summary>Records what matched at the start.</summary>
    public JobOperation Count(JobSelection selected) => this with { Selected = Selected ?? selected };

    /// <summary>Plans the next jobs. Without any, the operation ends.</summary>
    public JobOperation Next(ImmutableArray<PlannedJob> jobs, DateTimeOffset now) =>
        Ended || !Plan.IsEmpty ? this
        : jobs.IsEmpty ? this with { EndedAt = now.ToWholeMillisecond() }
        : this with { Plan = jobs };

    /// <summary>Records the results of the planned jobs.</summary>
    /// <param name="images">Number of changed images of each planned job; <see langword="null"/> for a job that did not change.</param>
    public JobOperation Record(IReadOnlyList<long?> images) =>
        Plan.IsEmpty
            ? this
            : this with
            {
                Before = Plan[^1].JobId,
                Processed = Processed + Plan.Length,
                Changed = Changed + images.Count(changed => changed is not null),
                ChangedImages = ChangedImages + images.Sum(changed => changed ?? 0),
                Plan = [],
            };
}

/// <summary>A job that is being processed.</summary>
/// <param name="Images">Number of its images that match.</param>
/// <param name="Run">Number of times that the job had been retried; <see cref="Unknown"/> if its grain cannot be called.</param>
internal readonly record struct PlannedJob(long JobId, long Images, int Run)
{
    /// <summary>The run of a job that is left out.</summary>
    public const int Unknown = -1;
}
