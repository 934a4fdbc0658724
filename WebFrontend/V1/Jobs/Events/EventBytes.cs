using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Encodes the events of a job.</summary>
internal static class EventBytes
{
    /// <summary>Returns the event without its id, which depends on the listener. The rest is the same for all.</summary>
    public static byte[] Progress(JobDetail job, DateTimeOffset now) =>
        EventText.Write("progress", ProgressEvent.From(job, now), EventsJson.Bodies.ProgressEvent);

    public static byte[] Failure(FailedImage failure) =>
        [
            .. EventText.Write("image_failed", ImageFailedEvent.From(failure), EventsJson.Bodies.ImageFailedEvent),
            .. Id(new EventId(failure.Cursor)),
        ];

    public static byte[] End(JobDetail job, FailureCursor told) =>
        [.. EventText.Write("end", EndEvent.From(job), EventsJson.Bodies.EndEvent), .. Id(new EventId(told, job.EndedAt?.UtcTicks ?? 0))];

    /// <summary>Returns the end of an event.</summary>
    public static byte[] Id(EventId id) => EventText.Id(id.ToString());
}
