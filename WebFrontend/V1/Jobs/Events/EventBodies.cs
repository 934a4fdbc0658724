using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>How a job stands: what changes of its detail.</summary>
internal sealed record ProgressEvent(string Status, JobCountsResponse Counts, double? Rate, long? EtaSeconds, DateTime? EtaAt)
{
    public static ProgressEvent From(JobDetail job, DateTimeOffset now)
    {
        var whole = JobResponse.From(PathString.Empty, 0, job, JobFailures.None, JobRepeats.None, now);
        return new ProgressEvent(whole.Status, whole.Counts, whole.Rate, whole.EtaSeconds, whole.EtaAt);
    }
}

/// <summary>An image failed in one of its runs.</summary>
/// <param name="Run">0 for the submitted images; one more for every retry.</param>
/// <param name="Url">The one that the image has now.</param>
/// <param name="Attempts">0 when it was never tried.</param>
internal sealed record ImageFailedEvent(
    int Visit,
    int Image,
    int Run,
    string StoreId,
    string VisitTime,
    string Url,
    string Reason,
    string? Format,
    long Bytes,
    int Attempts,
    IReadOnlyList<string> EarlierFailures,
    long ElapsedMs,
    DateTime FinishedAt)
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
            image.FinishedAt!.Value);
    }
}

/// <summary>The job has ended; the stream ends with it.</summary>
internal sealed record EndEvent(string Status, JobCountsResponse Counts, DateTime? EndedAt)
{
    public static EndEvent From(JobDetail job) => new(job.Status.Code(), JobCountsResponse.From(job.Counts), job.EndedAt?.UtcDateTime);
}
