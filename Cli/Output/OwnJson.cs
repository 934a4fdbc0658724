using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetailPulse.Cli.Output;

/// <summary>Writes rows that no response of the API has as JSON.</summary>
internal static class OwnJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns an object with a member for each column, such as <c>what_to_do</c>.</summary>
    public static string Row<T>(T entry, IReadOnlyList<Column<T>> columns)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Readable))
        {
            writer.WriteStartObject();
            foreach (var column in columns)
                writer.WriteString(column.Name.Replace(' ', '_'), column.Value(entry).Plain);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.ToArray());
    }
}
