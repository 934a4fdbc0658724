using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Events as they are sent.</summary>
/// <remarks>WHATWG HTML, "Server-sent events".</remarks>
internal static class EventBytes
{
    public const string MediaType = "text/event-stream";

    /// <summary>First of all: how long to wait, in ms, before connecting anew.</summary>
    public static readonly byte[] Retry = "retry: 2000\n\n"u8.ToArray();

    /// <summary>A comment.</summary>
    public static readonly byte[] Heartbeat = ":\n\n"u8.ToArray();

    /// <summary>Without its id, which says how far a listener is: the rest is the same for all.</summary>
    public static byte[] Progress(JobDetail job, DateTimeOffset now) => Write("progress", ProgressEvent.From(job, now), EventsJson.Bodies.ProgressEvent);

    public static byte[] Failure(FailedImage failure) =>
        [.. Write("image_failed", ImageFailedEvent.From(failure), EventsJson.Bodies.ImageFailedEvent), .. Id(new EventId(failure.Cursor))];

    public static byte[] End(JobDetail job, FailureCursor told) =>
        [.. Write("end", EndEvent.From(job), EventsJson.Bodies.EndEvent), .. Id(new EventId(told, job.EndedAt?.UtcTicks ?? 0))];

    /// <summary>What closes an event.</summary>
    public static byte[] Id(EventId id) => Encoding.UTF8.GetBytes($"id: {id}\n\n");

    /// <summary>JSON has no line breaks here, so that one line holds it.</summary>
    private static byte[] Write<T>(string name, T body, JsonTypeInfo<T> type) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(body, type)}\n");
}
