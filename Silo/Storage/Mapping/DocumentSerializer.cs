using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Serializes grain documents as JSON that people and later versions can read.</summary>
internal sealed class DocumentSerializer : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static byte[] Write<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    public static T Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Options)!;

    public BinaryData Serialize<T>(T? input) => new(Write(input));

    public T? Deserialize<T>(BinaryData input) => Read<T?>(input.ToMemory().Span);
}
