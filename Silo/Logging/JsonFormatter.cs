using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetailPulse.Silo.Logging;

/// <summary>Writes log entries for programs, each as one JSON object.</summary>
/// <remarks>
/// The properties are <c>time</c>, <c>level</c>, <c>category</c>, <c>event</c>, <c>message</c>, <c>request_id</c>, <c>trace_id</c>, <c>exception</c>, and
/// <c>values</c>, which holds the values of the message. What does not apply is missing.
/// </remarks>
internal sealed class JsonFormatter(EntryFilter filter, TimeProvider time) : LineFormatter(FormatterName, filter, time)
{
    public const string FormatterName = "retailpulse-json";

    /// <summary>Name under which the logging framework passes the message template among the values.</summary>
    private const string Template = "{OriginalFormat}";

    /// <summary>Escapes everything except printable ASCII.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    protected override void Write(
        TextWriter writer,
        DateTimeOffset time,
        LogLevel level,
        string category,
        string? name,
        string message,
        Exception? exception,
        IReadOnlyList<KeyValuePair<string, object?>>? state
    )
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", LogLine.Time(time));
            json.WriteString("level", LogLine.Level(level));
            json.WriteString("category", category);
            if (name is not null)
                json.WriteString("event", name);
            json.WriteString("message", LogLine.Text(message));
            var (request, trace) = LoggedRequest.Current;
            if (request is not null)
                json.WriteString("request_id", request);
            if (trace is not null)
                json.WriteString("trace_id", trace);
            if (exception is not null)
                json.WriteString("exception", LogLine.Text(exception.ToString()));
            if (state is { Count: > 1 })
                WriteValues(json, state);
            json.WriteEndObject();
        }

        writer.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        writer.Write('\n');
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> state)
    {
        json.WriteStartObject("values");
        foreach (var (name, value) in state)
        {
            if (name == Template)
                continue;
            json.WritePropertyName(name);
            if (value is int or long)
                json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
            else if (value is bool flag)
                json.WriteBooleanValue(flag);
            else
                json.WriteStringValue(LogLine.Text(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
        }

        json.WriteEndObject();
    }
}
