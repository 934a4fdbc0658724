using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetailPulse.Silo.Logging;

/// <summary>The form for programs: one JSON object with <c>time</c>, <c>level</c>, <c>category</c>, <c>message</c>, <c>exception</c>, and the values of the message as <c>values</c>.</summary>
internal sealed class JsonFormatter(EntryFilter filter, TimeProvider time) : LineFormatter(FormatterName, filter, time)
{
    public const string FormatterName = "retailpulse-json";

    /// <summary>The template of the message, which is among its values.</summary>
    private const string Template = "{OriginalFormat}";

    /// <summary>Escapes everything but printable ASCII.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    protected override void Write(
        TextWriter writer, DateTimeOffset time, LogLevel level, string category, string message, Exception? exception, IReadOnlyList<KeyValuePair<string, object?>>? state)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", LogLine.Time(time));
            json.WriteString("level", LogLine.Level(level));
            json.WriteString("category", category);
            json.WriteString("message", LogLine.Text(message));
            if (exception is not null) json.WriteString("exception", LogLine.Text(exception.ToString()));
            if (state is { Count: > 1 }) WriteValues(json, state);
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
            if (name == Template) continue;
            json.WritePropertyName(name);
            if (value is int or long) json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
            else if (value is bool flag) json.WriteBooleanValue(flag);
            else json.WriteStringValue(LogLine.Text(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
        }

        json.WriteEndObject();
    }
}
