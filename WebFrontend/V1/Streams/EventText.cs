using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace RetailPulse.WebFrontend.V1.Streams;

/// <summary>Writes server-sent events.</summary>
/// <remarks>See WHATWG HTML, "Server-sent events".</remarks>
internal static class EventText
{
    public const string MediaType = "text/event-stream";

    /// <summary>Header in which a client sends the id of the last event that it has.</summary>
    public const string LastId = "Last-Event-ID";

    private static readonly MediaTypeHeaderValue Type = new(MediaType);

    /// <summary>The first message: the delay, in milliseconds, before a client reconnects.</summary>
    public static readonly byte[] Retry = "retry: 2000\n\n"u8.ToArray();

    /// <summary>A comment, which keeps the connection alive.</summary>
    public static readonly byte[] Heartbeat = ":\n\n"u8.ToArray();

    /// <summary>Returns an event without its id. The JSON has no line breaks, so one line is enough.</summary>
    public static byte[] Write<T>(string name, T body, JsonTypeInfo<T> type) =>
        Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(body, type)}\n");

    /// <summary>Returns the end of an event, or a message that only sets the id from which the client resumes.</summary>
    public static byte[] Id(string id) => Encoding.UTF8.GetBytes($"id: {id}\n\n");

    /// <summary>Returns whether a client accepts event streams.</summary>
    public static bool IsAccepted(HttpRequest request) =>
        request.Headers.Accept.Count == 0
        || (
            MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges)
            && ranges.Any(range => range.Quality is not 0 && Type.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
        );
}
