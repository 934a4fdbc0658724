using System.Text.Json.Serialization;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Jobs;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>A job was submitted.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Images">Number of images.</param>
/// <param name="SubmittedAt">Time of the submission.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
internal sealed record JobSubmittedEvent(
    long JobId,
    int Visits,
    long Images,
    DateTime SubmittedAt,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
)
{
    public static JobSubmittedEvent From(JobEvent submitted) =>
        new(
            submitted.JobId,
            submitted.Visits,
            submitted.Images,
            submitted.At.UtcDateTime,
            submitted.Label,
            MetadataObject.From(submitted.Metadata)
        );
}

/// <summary>Figures of an ongoing job that changed. A figure is missing if it is as in the last event of this type about the job.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Total">Number of images.</param>
/// <param name="Measured">Number of measured images.</param>
/// <param name="Failed">Number of failed images.</param>
internal sealed record JobProgressEvent(
    long JobId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Measured,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Failed
)
{
    /// <summary>Returns what changed; <see langword="null"/> if nothing did.</summary>
    /// <param name="shown">Figures that the client has; <see langword="null"/> if it has none.</param>
    public static JobProgressEvent? Of(long jobId, JobFigures? shown, JobFigures now) =>
        shown == now
            ? null
            : new JobProgressEvent(
                jobId,
                shown?.Total == now.Total ? null : now.Total,
                shown?.Measured == now.Measured ? null : now.Measured,
                shown?.Failed == now.Failed ? null : now.Failed
            );
}

/// <summary>The figures of a job in its progress events.</summary>
internal readonly record struct JobFigures(long Total, long Measured, long Failed)
{
    public static JobFigures From(JobCounts counts) => new(counts.Total, counts.Measured, counts.Failed);
}

/// <summary>A job ended.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Run">Number of times that the job had been retried.</param>
/// <param name="Status">Status of the job at this end.</param>
/// <param name="Total">Number of images.</param>
/// <param name="Measured">Number of measured images.</param>
/// <param name="Failed">Number of failed images.</param>
/// <param name="Cancelled">Number of images that a canceled job left without a result.</param>
/// <param name="EndedAt">Time of the end.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
internal sealed record JobEndedEvent(
    long JobId,
    int Run,
    [property: OneOf(ClosedLists.JobStatus)] string Status,
    long Total,
    long Measured,
    long Failed,
    long Cancelled,
    DateTime EndedAt,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
)
{
    public static JobEndedEvent From(JobEvent ended) =>
        new(
            ended.JobId,
            ended.Run,
            ended.Status!.Value.Code(),
            ended.Images,
            ended.Measured,
            ended.Failed,
            ended.Images - ended.Measured - ended.Failed,
            ended.At.UtcDateTime,
            ended.Label,
            MetadataObject.From(ended.Metadata)
        );
}

/// <summary>Failed images of a job are retried.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Run">Number of the retry, from 1.</param>
/// <param name="Images">Number of images that are retried.</param>
/// <param name="RetriedAt">Time of the retry.</param>
/// <param name="Label">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Metadata">Metadata of the job; empty if none was given.</param>
internal sealed record JobRetriedEvent(
    long JobId,
    int Run,
    long Images,
    DateTime RetriedAt,
    string? Label,
    IReadOnlyDictionary<string, string> Metadata
)
{
    public static JobRetriedEvent From(JobEvent retried) =>
        new(retried.JobId, retried.Run, retried.Images, retried.At.UtcDateTime, retried.Label, MetadataObject.From(retried.Metadata));
}

/// <summary>An image failed.</summary>
/// <param name="JobId">Id of the job.</param>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="Run">Number of the retry of the image in which it failed; 0 for the original submission.</param>
/// <param name="StoreId">Id of the store, as submitted.</param>
/// <param name="VisitTime">Time of the visit, as submitted.</param>
/// <param name="Url">Current URL of the image.</param>
/// <param name="Reason">Why the image failed.</param>
/// <param name="Attempts">Number of attempts; 0 if the image was never tried.</param>
/// <param name="FinishedAt">Time of the failure.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
internal sealed record FailedImageEvent(
    long JobId,
    int Visit,
    int Image,
    int Run,
    string StoreId,
    string VisitTime,
    string Url,
    [property: OneOf(ClosedLists.Reason)] string Reason,
    int Attempts,
    DateTime FinishedAt,
    string? Reference,
    string? VisitReference
)
{
    public static FailedImageEvent From(JobEvent failure)
    {
        var image = ImageResponse.From(failure.JobId, failure.Image!, store: null);
        return new FailedImageEvent(
            failure.JobId,
            image.Visit,
            image.Image,
            failure.Run,
            image.StoreId,
            image.VisitTime,
            image.Url,
            image.Reason!,
            image.Attempts!.Value,
            image.FinishedAt!.Value,
            image.Reference,
            image.VisitReference
        );
    }
}

/// <summary>Events are missing before the next one. Read the jobs again.</summary>
/// <param name="Cause">Why events are missing.</param>
internal sealed record GapEvent([property: OneOf(ClosedLists.EventGap)] string Cause)
{
    public static readonly GapEvent UnknownPosition = new("unknown_position");

    public static readonly GapEvent TooManyEvents = new("too_many_events");
}
