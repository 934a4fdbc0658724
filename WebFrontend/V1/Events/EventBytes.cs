using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>Encodes the events of a tenant.</summary>
internal static class EventBytes
{
    public static byte[] Of(JobEvent happened) =>
        [
            .. happened.Kind switch
            {
                JobEventKind.Submitted => EventText.Write(
                    "job_submitted",
                    JobSubmittedEvent.From(happened),
                    TenantEventsJson.Bodies.JobSubmittedEvent
                ),
                JobEventKind.Retried => EventText.Write(
                    "job_retried",
                    JobRetriedEvent.From(happened),
                    TenantEventsJson.Bodies.JobRetriedEvent
                ),
                JobEventKind.Ended => EventText.Write("job_ended", JobEndedEvent.From(happened), TenantEventsJson.Bodies.JobEndedEvent),
                JobEventKind.ImageFailed => EventText.Write(
                    "image_failed",
                    FailedImageEvent.From(happened),
                    TenantEventsJson.Bodies.FailedImageEvent
                ),
                _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Kind, "Not a kind of event."),
            },
            .. Id(happened.Cursor),
        ];

    /// <summary>Returns progress, which is not resent, and therefore has the id of the event before it.</summary>
    public static byte[] Progress(JobProgressEvent progress, EventCursor told) =>
        [.. EventText.Write("job_progress", progress, TenantEventsJson.Bodies.JobProgressEvent), .. Id(told)];

    /// <param name="next">Cursor after which the stream continues.</param>
    public static byte[] Gap(GapEvent gap, EventCursor next) =>
        [.. EventText.Write("gap", gap, TenantEventsJson.Bodies.GapEvent), .. Id(next)];

    public static byte[] Id(EventCursor cursor) => EventText.Id(EventPosition.Format(cursor));
}
