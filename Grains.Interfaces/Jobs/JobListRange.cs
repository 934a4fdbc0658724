namespace RetailPulse.Jobs;

/// <summary>The part of a list of jobs that follows or precedes a job.</summary>
/// <param name="Order">Order of the list.</param>
/// <param name="Place">Position of that job, which is not included; <see langword="null"/> for the beginning of the list.</param>
/// <param name="Back">Whether to read the jobs that precede the position, nearest first, instead of those that follow it.</param>
/// <param name="UnchangedSince">
/// Moment of the ledger: jobs that were submitted, retried, or ended after it are left out. <see langword="null"/> for all jobs.
/// </param>
[GenerateSerializer, Immutable, Alias("job-list-range")]
public sealed record JobListRange(
    [property: Id(0)] JobOrder Order = JobOrder.Submitted,
    [property: Id(1)] JobListPlace? Place = null,
    [property: Id(2)] bool Back = false,
    [property: Id(3)] string? UnchangedSince = null
)
{
    /// <summary>The newest jobs.</summary>
    public static readonly JobListRange Newest = new();
}

/// <summary>The position of a job in a list.</summary>
/// <param name="EndedAt">Time at which the job ended; <see langword="null"/> unless the list is ordered by it.</param>
[GenerateSerializer, Immutable, Alias("job-list-place")]
public sealed record JobListPlace([property: Id(0)] long JobId, [property: Id(1)] DateTimeOffset? EndedAt = null);

/// <summary>The order of a list of jobs.</summary>
[GenerateSerializer, Alias("job-order")]
public enum JobOrder
{
    /// <summary>All jobs, by id, the highest first.</summary>
    Submitted = 0,

    /// <summary>Jobs that have ended, by the time of their end, the latest first.</summary>
    Ended = 1,
}

/// <summary>The codes of orders in the API.</summary>
public static class JobOrderCodes
{
    /// <summary>Returns the stable code of the order, such as <c>submitted</c>.</summary>
    public static string Code(this JobOrder order) =>
        order switch
        {
            JobOrder.Submitted => "submitted",
            JobOrder.Ended => "ended",
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not an order of jobs."),
        };
}
