using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RetailPulse.Jobs;

namespace RetailPulse.Web.V1.Jobs.Events;

/// <summary>Events as they are sent.</summary>
/// <remarks>WHATWG HTML, "Server-sent events".</remarks>
internal static class EventBytes
{
    public const string MediaType = "text/event-stream";

    /// <summary>First of all: how long to wait, in ms, before connecting anew.</summary>
    public static readonly byte[] Retry = "retry: 2000\n\n"u8.ToArray();

    /// <summary>A comment.</summary>
    public static readonly byte[] Heartbeat = ":\n\n"u8.ToArray();

    public static byte[] Progress(JobDetail job, EventId id, DateTimeOffset now) => Write("progress", id, ProgressEvent.From(job, now), V1Json.Bodies.ProgressEvent);

    public static byte[] Failure(FailedImage failure, EventId id) => Write("image_failed", id, ImageFailedEvent.From(failure), V1Json.Bodies.ImageFailedEvent);

    public static byte[] End(JobDetail job, FailureCursor told) =>
        Write("end", new EventId(told, job.EndedAt?.UtcTicks ?? 0), EndEvent.From(job), V1Json.Bodies.EndEvent);

    /// <summary>JSON has no line breaks here, so that one line holds it.</summary>
    private static byte[] Write<T>(string name, EventId id, T body, JsonTypeInfo<T> type) =>
        Encoding.UTF8.GetBytes($"event: {name}\nid: {id}\ndata: {JsonSerializer.Serialize(body, type)}\n\n");
}
