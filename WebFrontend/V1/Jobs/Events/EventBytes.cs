using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Encodes events.</summary>
/// <remarks>See WHATWG HTML, "Server-sent events".</remarks>
internal static class EventBytes
{
    public const string MediaType = "text/event-stream";

    /// <summary>The first message: the delay, in milliseconds, before a client reconnects.</summary>
    public static readonly byte[] Retry = "retry: 2000\n\n"u8.ToArray();

    /// <summary>A comment, which keeps the connection alive.</summary>
    public static readonly byte[] Heartbeat = ":\n\n"u8.ToArray();

    /// <summary>Returns the event without its id, which depends on the listener. The rest is the same for all.</summary>
    public static byte[] Progress(JobDetail job, DateTimeOffset now) =>
        Write("progress", ProgressEvent.From(job, now), EventsJson.Bodies.ProgressEvent);

    public static byte[] Failure(FailedImage failure) =>
        [.. Write("image_failed", ImageFailedEvent.From(failure), EventsJson.Bodies.ImageFailedEvent), .. Id(new EventId(failure.Cursor))];

    public static byte[] End(JobDetail job, FailureCursor told) =>
        [.. Write("end", EndEvent.From(job), EventsJson.Bodies.EndEvent), .. Id(new EventId(told, job.EndedAt?.UtcTicks ?? 0))];

    /// <summary>Returns the end of an event.</summary>
    public static byte[] Id(EventId id) => Encoding.UTF8.GetBytes($"id: {id}\n\n");

    /// <summary>Returns an event without its id. The JSON has no line breaks, so one line is enough.</summary>
    private static byte[] Write<T>(string name, T body, JsonTypeInfo<T> type) =>
        Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(body, type)}\n");
}
