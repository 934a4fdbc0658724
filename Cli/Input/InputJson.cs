using System.Text.Json;
using System.Text.Json.Serialization;
using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>A visit in a file.</summary>
internal sealed record InputVisit(string StoreId, IReadOnlyList<InputImage> ImageUrl, string VisitTime, string? Reference = null);

/// <summary>An image in a file: a URL, or an object with a URL and a reference.</summary>
[JsonConverter(typeof(InputImageConverter))]
internal readonly record struct InputImage(string Url, string? Reference = null);

/// <summary>The visits of files, whose members are in snake_case. An unknown member is an error, because it may be a misspelled one.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(InputVisit))]
internal sealed partial class InputJson : JsonSerializerContext
{
    public static VisitToMeasure Visit(ReadOnlySpan<byte> json, string file, int line)
    {
        try
        {
            var visit = JsonSerializer.Deserialize(json, Default.InputVisit) ?? throw new JsonException("It is null.");
            return new VisitToMeasure(
                visit.StoreId,
                [.. visit.ImageUrl.Select(image => new ImageToMeasure(image.Url, image.Reference))],
                visit.VisitTime,
                visit.Reference
            );
        }
        catch (JsonException exception)
        {
            throw InvalidFile.At(file, line, $"the visit is not valid: {Problem(exception)}");
        }
    }

    public static string Problem(JsonException exception) =>
        exception
            .Message.Split(" Path: ")[0]
            .Replace("RetailPulse.Cli.Input.InputVisit", "visit", StringComparison.Ordinal)
            .Replace("RetailPulse.Cli.Input.InputImage", "image", StringComparison.Ordinal);
}

/// <summary>Reads images as strictly as visits.</summary>
internal sealed class InputImageConverter : JsonConverter<InputImage>
{
    public override InputImage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new InputImage(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An image must be a text or an object with 'url'.");
        string? url = null,
            reference = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name is not ("url" or "reference"))
                throw new JsonException($"The member '{name}' of an image is unknown.");
            if (reader.TokenType != JsonTokenType.String && (name == "url" || reader.TokenType != JsonTokenType.Null))
                throw new JsonException($"The member '{name}' of an image must be a text.");
            if (name == "url")
                url = reader.GetString();
            else
                reference = reader.GetString();
        }

        return url is null ? throw new JsonException("The member 'url' of an image is missing.") : new InputImage(url, reference);
    }

    public override void Write(Utf8JsonWriter writer, InputImage value, JsonSerializerOptions options) => throw new NotSupportedException();
}
