using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>How a job stands.</summary>
/// <param name="Rate">Images per second that got their result: lately, or over the whole run; <see langword="null"/> when unknown.</param>
/// <param name="EtaSeconds">Seconds until the job ends at that rate; <see langword="null"/> when that is unknown, while no image runs and the next ones wait, and after the end.</param>
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
    public static JobResponse From(PathString root, long id, JobDetail job, JobFailures failures, JobRepeats repeats, DateTimeOffset now)
    {
        var eta = Eta(job);
        return new JobResponse(
            id,
            job.Status.Code(),
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
            JobLinks.Of(root, id));
    }

    /// <summary>
    /// A rate so low that the job would take years tells nothing, and neither does the rate of the past while no image runs: how long a host keeps the next ones
    /// waiting is unknown.
    /// </summary>
    private static long? Eta(JobDetail job) => job is { Status: JobStatus.Ongoing, Rate: > 0.0001, Counts.AllWait: false }
        ? (long)Math.Ceiling((job.Counts.Pending + job.Counts.Running) / job.Rate.Value)
        : null;
}

/// <summary>Images of the job, each in exactly one of the five counts: they always sum to the total.</summary>
/// <param name="Pending">Images without a result that no attempt is under way for: those that have not begun, and those that wait.</param>
/// <param name="Running">Images that are being requested, downloaded, or measured.</param>
/// <param name="Waiting">What the pending images that have begun wait for; <see langword="null"/> when none waits.</param>
internal sealed record JobCountsResponse(long Total, long Pending, long Running, long Measured, long Failed, long Cancelled, JobWaitingResponse? Waiting)
{
    public static JobCountsResponse From(JobCounts counts) => new(
        counts.Total,
        counts.Pending + counts.Running - counts.AtWork,
        counts.AtWork,
        counts.Measured,
        counts.Failed,
        counts.Cancelled,
        counts.Waits is { } waits ? JobWaitingResponse.From(waits) : null);
}

/// <summary>What images of the job that have begun and have no attempt under way wait for. They are a part of the pending ones, and up to a second old.</summary>
/// <param name="Total">All images that wait: the sum of the other three counts.</param>
/// <param name="ForSlot">Images that wait for a slot: their silo works on as many images as it may.</param>
/// <param name="ForHost">Images that wait for their host: it is busy, rests, or is down.</param>
/// <param name="ForNextAttempt">Images whose last attempt failed and that wait for the time of the next one.</param>
/// <param name="NextAttemptAt">The earliest known time at which one of these images goes on; <see langword="null"/> when none is known.</param>
internal sealed record JobWaitingResponse(long Total, long ForSlot, long ForHost, long ForNextAttempt, DateTime? NextAttemptAt)
{
    public static JobWaitingResponse From(ImageWaits waits) => new(waits.Total, waits.ForSlot, waits.ForHost, waits.ForNextAttempt, waits.NextAt?.UtcDateTime);
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
