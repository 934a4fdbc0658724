using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Writes NDJSON: one JSON object on each line.</summary>
internal static class JsonLines
{
    public static void Write<T>(IBufferWriter<byte> output, IEnumerable<T> values, JsonTypeInfo<T> type)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JsonConventions.Encoder });
        foreach (var value in values)
        {
            JsonSerializer.Serialize(json, value, type);
            json.Flush();
            output.Write("\n"u8);
            json.Reset();
        }
    }
}
