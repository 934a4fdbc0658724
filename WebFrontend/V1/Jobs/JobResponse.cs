using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Web.V1.Jobs;

/// <summary>How a job stands.</summary>
/// <param name="Rate">Images per second that got their result: lately, or over the whole run; <see langword="null"/> when unknown.</param>
/// <param name="EtaSeconds">Until it ends, if it goes on at that rate; <see langword="null"/> when unknown, or over.</param>
/// <param name="CallbackUrl">Where its end is told; <see langword="null"/>: nowhere.</param>
internal sealed record JobResponse(
    long Id,
    string Status,
    DateTime SubmittedAt,
    DateTime? EndedAt,
    int Visits,
    JobCountsResponse Counts,
    double? Rate,
    long? EtaSeconds,
    DateTime? EtaAt,
    JobFailuresResponse Failures,
    RepeatedPhotosResponse RepeatedPhotos,
    string? CallbackUrl,
    JobLinks Links)
{
    public static JobResponse From(long id, JobDetail job, JobFailures failures, JobRepeats repeats, DateTimeOffset now)
    {
        var eta = Eta(job);
        return new JobResponse(
            id,
            JobNames.Of(job.Status),
            job.SubmittedAt.UtcDateTime,
            job.EndedAt?.UtcDateTime,
            job.Visits,
            JobCountsResponse.From(job.Counts),
            job.Rate is { } rate ? Math.Round(rate, 2) : null,
            eta,
            eta is { } seconds ? now.UtcDateTime.AddSeconds(seconds) : null,
            JobFailuresResponse.From(failures),
            RepeatedPhotosResponse.From(repeats),
            job.CallbackUrl,
            JobLinks.Of(id));
    }

    /// <summary>A rate so low that the job would take years tells nothing.</summary>
    private static long? Eta(JobDetail job) =>
        job is { Status: JobStatus.Ongoing, Rate: > 0.0001 } ? (long)Math.Ceiling((job.Counts.Pending + job.Counts.Running) / job.Rate.Value) : null;
}

/// <summary>Images of the job. The others always sum to the total.</summary>
internal sealed record JobCountsResponse(long Total, long Pending, long Running, long Measured, long Failed, long Cancelled)
{
    public static JobCountsResponse From(JobCounts counts) => new(counts.Total, counts.Pending, counts.Running, counts.Measured, counts.Failed, counts.Cancelled);
}

/// <summary>Failed images by reason and host. While the job runs, they may be some seconds older than its counts.</summary>
/// <param name="Groups">How many there are in all.</param>
/// <param name="Largest">The largest 100.</param>
internal sealed record JobFailuresResponse(long Groups, IReadOnlyList<FailureGroupResponse> Largest)
{
    public static JobFailuresResponse From(JobFailures failures) =>
        new(failures.Groups, [.. failures.Largest.Select(group => new FailureGroupResponse(group.Reason.Code()!, group.Host, group.Images))]);
}

internal sealed record FailureGroupResponse(string Reason, string Host, long Images);
