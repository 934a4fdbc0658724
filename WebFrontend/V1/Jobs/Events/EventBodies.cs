using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Progress of the job.</summary>
/// <param name="Status">Status of the job.</param>
/// <param name="Counts">Number of images by status.</param>
/// <param name="Rate">Images per second that got a result, recently or over the whole run; <see langword="null"/> if unknown.</param>
/// <param name="EtaSeconds">Estimated seconds until the job ends; <see langword="null"/> if unknown, and after the end.</param>
/// <param name="EtaAt">Estimated time at which the job ends; <see langword="null"/> if <c>eta_seconds</c> is.</param>
internal sealed record ProgressEvent(
    [property: OneOf(ClosedLists.JobStatus)] string Status,
    JobCountsResponse Counts,
    double? Rate,
    long? EtaSeconds,
    DateTime? EtaAt
)
{
    public static ProgressEvent From(JobDetail job, DateTimeOffset now)
    {
        var whole = JobResponse.From(PathString.Empty, 0, job, JobFailures.None, JobRepeats.None, [], now);
        return new ProgressEvent(whole.Status, whole.Counts, whole.Rate, whole.EtaSeconds, whole.EtaAt);
    }
}

/// <summary>A failure of an image.</summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="Run">Number of the retry of the job in which the image failed; 0 for the original submission.</param>
/// <param name="StoreId">Id of the store, as submitted.</param>
/// <param name="VisitTime">Time of the visit, as submitted.</param>
/// <param name="Url">Current URL of the image.</param>
/// <param name="Reason">Why the image failed.</param>
/// <param name="Format">Format of the content, such as <c>jpeg</c>; <see langword="null"/> if unknown.</param>
/// <param name="Bytes">Number of bytes of the file that were read.</param>
/// <param name="Attempts">Number of attempts; 0 if the image was never tried.</param>
/// <param name="EarlierFailures">Why the attempts before the last one failed, each a <c>Reason</c>.</param>
/// <param name="ElapsedMs">Duration of the last attempt in milliseconds.</param>
/// <param name="FinishedAt">Time of the failure.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
internal sealed record ImageFailedEvent(
    int Visit,
    int Image,
    int Run,
    string StoreId,
    string VisitTime,
    string Url,
    [property: OneOf(ClosedLists.Reason)] string Reason,
    string? Format,
    long Bytes,
    int Attempts,
    IReadOnlyList<string> EarlierFailures,
    long ElapsedMs,
    DateTime FinishedAt,
    string? Reference,
    string? VisitReference
)
{
    public static ImageFailedEvent From(FailedImage failure)
    {
        var image = ImageResponse.From(jobId: 0, failure.Image, store: null);
        return new ImageFailedEvent(
            image.Visit,
            image.Image,
            failure.Cursor.Run,
            image.StoreId,
            image.VisitTime,
            image.Url,
            image.Reason!,
            image.Format,
            image.Bytes!.Value,
            image.Attempts!.Value,
            image.EarlierFailures!,
            image.ElapsedMs!.Value,
            image.FinishedAt!.Value,
            image.Reference,
            image.VisitReference
        );
    }
}

/// <summary>The end of the job, after which the stream ends.</summary>
/// <param name="Status">Final status of the job.</param>
/// <param name="Counts">Number of images by status.</param>
/// <param name="EndedAt">Time at which the job ended.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
internal sealed record EndEvent(
    [property: OneOf(ClosedLists.JobStatus)] string Status,
    JobCountsResponse Counts,
    DateTime? EndedAt,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
)
{
    public static EndEvent From(JobDetail job) =>
        new(job.Status.Code(), JobCountsResponse.From(job.Counts), job.EndedAt?.UtcDateTime, job.Label, MetadataObject.From(job.Metadata));
}
