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

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Options));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input.ToMemory().Span, Options);
}
